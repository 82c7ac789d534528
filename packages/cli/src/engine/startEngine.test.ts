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

  it("says why when tfjs-node is installed but does not load", async () => {
    const cause = new Error("libtensorflow.so.2: cannot open\nshared object file");
    await expect(startEngine("node", () => Promise.reject(cause))).rejects.toMatchObject({
      ...{ code: "CLI_ENGINE_MISSING", cause },
      message: "the engine node does not start: libtensorflow.so.2: cannot open shared object file",
    });
  });
});
