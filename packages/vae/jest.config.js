import { alsoOnNativeBackend } from "../../internal/testing/src/alsoOnNativeBackend.js";
import { createJestConfig } from "../../jest.preset.js";

export default alsoOnNativeBackend(createJestConfig(import.meta.dirname, "vae"));
