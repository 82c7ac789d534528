import { describe, expect, it } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";
import { startEngine } from "./startEngine.ts";

describe("startEngine", () => {
  it("starts the engines that come with the package", async () => {
    await startEngine("cpu");
    expect(tf.getBackend()).toBe("cpu");
    await startEngine("wasm");
    expect(tf.getBackend()).toBe("wasm");
  });

  it("says so when tfjs-node is not installed", async () => {
    const cause = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    await expect(startEngine("node", () => Promise.reject(cause))).rejects.toMatchObject({
      code: "CLI_ENGINE_MISSING",
      cause,
      known: ["wasm", "cpu", "node"],
    });
  });
});
