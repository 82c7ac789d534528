import "@tensorflow/tfjs-backend-cpu";
import { describe, expect, it } from "@jest/globals";
import * as tf from "@tensorflow/tfjs-core";
import { compile } from "../runtime/compile.ts";
import { loadRuntime } from "./loadRuntime.ts";

describe("loadRuntime", () => {
  it("multiplies matrices with our functions on onnxruntime-web, says so, and to the values of tfjs cpu", async () => {
    await tf.setBackend("cpu");
    const { runtime, attempts } = await loadRuntime(["onnxruntime-web"]);
    expect(attempts).toEqual([]);
    expect(runtime.name).toBe("onnxruntime-web");
    expect(runtime.version).toMatch(/^\d+\.\d+\.\d+\+products(?:\.fused)?$/u);
    for (const [rows, depth, columns, transposed] of [
      [1, 7, 5, false],
      [17, 300, 37, false],
      [64, 129, 48, true],
    ] as const) {
      const numbers = (count: number, step: number): Float32Array =>
        Float32Array.from({ length: count }, (_, i) => Math.sin(step * (i + 1)));
      const [a, b] = [numbers(rows * depth, 0.7), numbers(depth * columns, 1.3)];
      const shape = transposed ? [depth, rows] : [rows, depth];
      const multiply = (given: { readonly a: tf.Tensor; readonly b: tf.Tensor }): tf.Tensor =>
        tf.matMul(given.a, given.b, transposed);
      const compiled = await compile(
        multiply,
        { a: { shape }, b: { shape: [depth, columns] } },
        { runtime, threads: 1 },
      );
      const { output } = await compiled.run({ a, b });
      await compiled.dispose();
      const expected = tf.tidy(() =>
        multiply({ a: tf.tensor(a, shape), b: tf.tensor(b, [depth, columns]) }).dataSync(),
      );
      const worst = Math.max(
        ...Array.from(expected, (x, i) => Math.abs(x - (output?.data[i] ?? NaN))),
      );
      expect(worst).toBeLessThan(1e-5 * Math.sqrt(depth));
    }
    expect((await loadRuntime(["onnxruntime-web"], { products: "own" })).runtime.version).toBe(
      runtime.version,
    );
  });
});
