import { describe, expect, it } from "@jest/globals";
import { expectClose, useTestBackend } from "@ftcp/testing";
import * as tf from "@tensorflow/tfjs-core";
import { createOptimizer } from "./createOptimizer.ts";
import type { OptimizerConfig } from "./optimizerConfig.ts";

const start = [1, -2, 3];

function ownSteps(config: OptimizerConfig, learningRate: number): Float32Array {
  const weights = new Map([["w", Float32Array.from(start)]]);
  const optimizer = createOptimizer(config, weights, () => false);
  const w = weights.get("w") as Float32Array;
  for (let step = 0; step < 5; step++) {
    optimizer.step(weights, new Map([["w", w.map((value) => 2 * value)]]), learningRate);
  }
  expect(optimizer.steps).toBe(5);
  return w;
}

function tfjsSteps(optimizer: tf.Optimizer): Float32Array {
  const variable = tf.tidy(() => tf.variable(tf.tensor1d(start)));
  for (let step = 0; step < 5; step++) {
    const tensor = tf.tidy(() => tf.mul(variable, 2));
    optimizer.applyGradients([{ name: variable.name, tensor }]);
    tensor.dispose();
  }
  const values = variable.dataSync<"float32">().slice();
  optimizer.dispose();
  variable.dispose();
  return values;
}

describe("createOptimizer", () => {
  useTestBackend();

  it("takes the steps of tfjs's Adam", () => {
    const ours = ownSteps({ kind: "adam", beta2: 0.999 }, 0.1);
    expectClose(ours, tfjsSteps(tf.train.adam(0.1, 0.9, 0.999, 1e-8)), { rtol: 1e-4 });
  });

  it("takes the steps of tfjs's RMSProp, up to where epsilon is added", () => {
    const ours = ownSteps({ kind: "rmsprop" }, 0.1);
    expectClose(ours, tfjsSteps(tf.train.rmsprop(0.1, 0.9, 0, 1e-14)), { rtol: 1e-4 });
  });

  it.each(["adamw", "adam", "rmsprop"] as const)("scales gradients on the way: %s", (kind) => {
    const take = (factor: number, scale: number): Float32Array => {
      const weights = new Map([["w", Float32Array.from(start)]]);
      const gradients = new Map([["w", Float32Array.of(4 * factor, -2 * factor, factor)]]);
      createOptimizer({ kind }, weights, () => true).step(weights, gradients, 0.1, scale);
      return weights.get("w") as Float32Array;
    };
    expect(take(1, 0.25)).toEqual(take(0.25, 1));
    expect(take(1, 1)).not.toEqual(Float32Array.from(start));
  });

  it("shrinks only what decays", () => {
    const weights = new Map([
      ["a", Float32Array.of(1)],
      ["b", Float32Array.of(1)],
    ]);
    const still = new Map([...weights].map(([name]) => [name, Float32Array.of(0)]));
    const config = { kind: "adamw", weightDecay: 0.5 } as const;
    createOptimizer(config, weights, (name) => name === "a").step(weights, still, 0.1);
    expectClose(
      [...weights.values()].flatMap((values) => [...values]),
      [0.95, 1],
    );
  });
});
