import { describe, expect, it } from "@jest/globals";
import { expectClose, useCpuBackend } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import { AdamW } from "./adamW.ts";

const variable = (values: number[]): tf.Variable => tf.tidy(() => tf.variable(tf.tensor(values)));

describe("AdamW", () => {
  useCpuBackend();

  it("takes the steps of tfjs's Adam when there is neither decay nor clipping", () => {
    const start = [1, -2, 3];
    const ours = variable(start);
    const theirs = variable(start);
    const adamW = new AdamW([ours], [false], { weightDecay: 0, clipNorm: 1e9, beta2: 0.999 });
    const adam = tf.train.adam(0.1, 0.9, 0.999, 1e-8);
    for (let step = 0; step < 5; step++) {
      const gradient = tf.tidy(() => tf.mul(ours, 2));
      adamW.step([gradient], 0.1);
      adam.applyGradients([{ name: theirs.name, tensor: gradient }]);
      gradient.dispose();
    }
    expectClose(ours.dataSync(), theirs.dataSync(), { rtol: 1e-4 });
    adam.dispose();
    adamW.dispose();
    tf.dispose([ours, theirs]);
  });

  it("shrinks only what decays, and bounds the step of a huge gradient", () => {
    const [a, b] = [variable([1]), variable([1])];
    const optimizer = new AdamW([a, b], [true, false], { weightDecay: 0.5 });
    const [zero, huge] = [tf.tensor1d([0]), tf.tensor1d([1e30])];
    optimizer.step([zero, zero], 0.1);
    expectClose([...a.dataSync(), ...b.dataSync()], [0.95, 1]);
    optimizer.step([zero, huge], 0.1);
    expect(Number.isFinite(b.dataSync()[0])).toBe(true);
    optimizer.dispose();
    tf.dispose([a, b, zero, huge]);
  });
});
