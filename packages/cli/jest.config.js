import { fileURLToPath } from "node:url";
import { createJestConfig } from "../../jest.preset.js";

export default {
  ...createJestConfig(import.meta.dirname, "cli"),
  // onnxruntime-node checks typed arrays with instanceof.
  testEnvironment: fileURLToPath(
    new URL("../../internal/testing/src/hostArraysEnvironment.js", import.meta.url),
  ),
};
