import { describe, expect, it } from "@jest/globals";
import { createRandom } from "@ftcp/random";
import { expectClose } from "@ftcp/testing";
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
});
