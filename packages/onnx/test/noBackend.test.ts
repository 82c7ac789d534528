import { describe, expect, it } from "@jest/globals";
import { trace } from "@ftcp/onnx";
import * as tf from "@tensorflow/tfjs-core";

// A file of its own: each has its own copy of tfjs, and this one imports no backend.
describe("trace without a backend of tfjs", () => {
  const run = (): unknown => trace(({ x }) => tf.abs(x), { x: { shape: [2] } });

  it("says so by a code, every time", () => {
    for (let i = 0; i < 2; i++)
      expect(run).toThrow(expect.objectContaining({ code: "ONNX_NO_BACKEND" }));
    expect(run).toThrow(expect.objectContaining({ name: "OnnxError" }));
  });

  it("says so when a backend is registered but not started", () => {
    tf.registerBackend("slow", () => new Promise<tf.KernelBackend>(() => undefined));
    expect(run).toThrow(expect.objectContaining({ code: "ONNX_NO_BACKEND" }));
  });
});
