/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { describe, expect, it } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";
import { startEngine } from "./startEngine.ts";

describe("startEngine", () => {
  it("takes the fastest that is installed, and starts a backend to trace on", async () => {
    const engine = await startEngine();
    expect(engine.name).toMatch(/^onnxruntime-node \d/u);
    expect(engine.passedOver).toEqual([]);
    expect(tf.getBackend()).toBe("wasm");
  });

  it.each([
    ["onnxruntime-web", /^onnxruntime-web \d/u],
    ["wasm", /^tfjs-wasm$/u],
    ["cpu", /^tfjs-cpu$/u],
  ] as const)("starts %s by its name", async (name, expected) => {
    expect((await startEngine(name)).name).toMatch(expected);
  });

  it("says when an engine is not installed, and why", async () => {
    const cause = Object.assign(new Error("Cannot find package"), { code: "ERR_MODULE_NOT_FOUND" });
    const importModule = () => Promise.reject(cause);
    await expect(startEngine("node", { importModule })).rejects.toMatchObject({
      ...{ code: "VAE_BACKEND", cause },
      data: { attempts: [{ engine: "node", reason: "Cannot find package" }] },
    });
  });

  it("names the way out where tfjs-node calls what Node 23 removed", async () => {
    const cause = new TypeError("(0 , util_1.isNullOrUndefined) is not a function");
    class Broken extends tf.KernelBackend {
      override write(): never {
        throw cause;
      }
      override dispose(): void {
        // nothing to free
      }
    }
    const importModule = () => {
      tf.registerBackend("tensorflow", () => new Broken());
      return Promise.resolve();
    };
    const before = tf.getBackend();
    const error: unknown = await startEngine("node", { importModule }).catch(
      (given: unknown) => given,
    );
    await tf.setBackend(before);
    tf.removeBackend("tensorflow");
    expect(error).toMatchObject({ code: "VAE_BACKEND", cause: { code: "VAE_BACKEND", cause } });
    expect(String(error)).toContain("docs/native-backend.md");
  });
});
