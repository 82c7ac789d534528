import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { expectClose } from "@ftcp/testing";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { prepareWasmBackend } from "./prepareWasmBackend.ts";

describe("prepareWasmBackend", () => {
  it("multiplies transposed matrices as it multiplies plain ones, without a leak", async () => {
    const listeners = process.listenerCount("uncaughtException");
    await prepareWasmBackend();
    await prepareWasmBackend(); // harmless
    expect(process.listenerCount("uncaughtException")).toBe(listeners);
    expect(tf.getBackend()).toBe("wasm");
    const random = createRandom(1);
    const before = tf.memory();
    tf.tidy(() => {
      const values = (count: number): Float32Array =>
        Float32Array.from({ length: count }, () => random.normal());
      const a = tf.tensor3d(values(2 * 3 * 4), [2, 3, 4]);
      const b = tf.tensor3d(values(2 * 4 * 5), [2, 4, 5]);
      const turned = (x: tf.Tensor): tf.Tensor => tf.transpose(x, [0, 2, 1]);
      const plain = tf.matMul(a, b).dataSync();
      expectClose(tf.matMul(turned(a), b, true, false).dataSync(), plain, { rtol: 1e-6 });
      expectClose(tf.matMul(a, turned(b), false, true).dataSync(), plain, { rtol: 1e-6 });
      expectClose(tf.matMul(turned(a), turned(b), true, true).dataSync(), plain, { rtol: 1e-6 });
    });
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });

  it("adds up as tfjs cpu does, over any axes, and millions of numbers without losing the last ones", async () => {
    await prepareWasmBackend();
    const random = createRandom(2);
    const before = tf.memory();
    const shape: [number, number, number, number] = [3, 4, 5, 6];
    const values = Float32Array.from({ length: 360 }, () => random.normal());
    const sums = (): Float32Array[] =>
      tf.tidy(() => {
        const x = tf.tensor4d(values, shape);
        return [0, 1, 3, [0, 1], [1, 2], [2, 3], [0, 2], [0, 1, 2, 3], [3, 0], []].flatMap((axes) =>
          [tf.sum(x, axes), tf.mean(x, axes), tf.sum(x, axes, true)].map((result) => {
            expect(result.dtype).toBe("float32");
            return Float32Array.from([...result.shape, ...result.dataSync()]);
          }),
        );
      });
    const found = sums();
    await tf.setBackend("cpu");
    const expected = sums();
    await tf.setBackend("wasm");
    found.forEach((numbers, i) => {
      expectClose(numbers, expected[i] ?? [], { rtol: 1e-5, atol: 1e-6 });
    });
    tf.tidy(() => {
      const many = tf.fill([1000, 4000], 0.1);
      const exact = 4e6 * Math.fround(0.1);
      expect(Math.abs((tf.sum(many).dataSync()[0] ?? 0) / exact - 1)).toBeLessThan(1e-6);
      expect(tf.sum(tf.tensor1d([1, 2, 3], "int32")).dataSync()[0]).toBe(6);
    });
    expect(tf.memory().numTensors).toBe(before.numTensors);
    expect(tf.memory().numDataBuffers).toBe(before.numDataBuffers);
  });
});
