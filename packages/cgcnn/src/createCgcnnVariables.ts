import { createRandom } from "@ftcp/random";
import * as tf from "@tensorflow/tfjs-core";
import type { CgcnnConfig } from "./cgcnnConfig.ts";
import { cgcnnShapes } from "./cgcnnShapes.ts";
import { gaussianCount } from "./gaussianCount.ts";

/**
 * The weights and the moving averages of a network by name, in a fixed order.
 */
export interface CgcnnVariables {
  /** What is trained. */
  readonly weights: ReadonlyMap<string, tf.Variable>;
  /** Moving averages of the batch normalisations. */
  readonly states: ReadonlyMap<string, tf.Variable>;
}

/**
 * Makes the variables of a network: kernels and biases uniform in `±1/sqrt(fan in)`, as PyTorch has
 * them, normalisations one and zero.
 *
 * @param config - sizes
 * @param outputs - number of properties
 * @param seed - decides every number
 * @returns the variables; the caller disposes them
 */
export function createCgcnnVariables(
  config: CgcnnConfig,
  outputs: number,
  seed: number,
): CgcnnVariables {
  const random = createRandom(seed).fork("weights");
  const shapes = cgcnnShapes(config, outputs);
  const make = (
    name: string,
    shape: readonly number[],
    value: (next: () => number) => number,
    trainable: boolean,
  ): tf.Variable => {
    const stream = random.fork(name);
    const size = shape.reduce((all, length) => all * length, 1);
    const numbers = Float32Array.from({ length: size }, () => value(() => stream.uniform()));
    return tf.tidy(() => tf.variable(tf.tensor(numbers, [...shape]), trainable));
  };
  const weights = new Map<string, tf.Variable>();
  for (const [name, shape] of shapes.weights) {
    const constant = name.endsWith("/gamma") ? 1 : name.endsWith("/beta") ? 0 : undefined;
    const bound = 1 / Math.sqrt(fanIn(name, shapes.weights, config));
    const value = (next: () => number): number => constant ?? (2 * next() - 1) * bound;
    weights.set(name, make(name, shape, value, true));
  }
  const states = new Map<string, tf.Variable>();
  for (const [name, shape] of shapes.states) {
    const value = (): number => (name.endsWith("/movingVariance") ? 1 : 0);
    states.set(name, make(name, shape, value, false));
  }
  return { weights, states };
}

/** Inputs of the layer that a kernel or bias belongs to. */
function fanIn(
  name: string,
  weights: ReadonlyMap<string, readonly number[]>,
  config: CgcnnConfig,
): number {
  if (name.startsWith("convolution")) return 2 * config.atomSize + gaussianCount(config);
  return weights.get(name.replace(/\/bias$/u, "/kernel"))?.[0] ?? 1;
}
