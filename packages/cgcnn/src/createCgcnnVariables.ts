import { createRandom } from "@ftcp/random";
import * as tf from "@tensorflow/tfjs-core";
import type { CgcnnConfig } from "./cgcnnConfig.ts";
import { gaussianCount } from "./gaussianCount.ts";
import { propertyBits } from "./propertyBits.ts";

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
  const weights = new Map<string, tf.Variable>();
  const states = new Map<string, tf.Variable>();
  const add = (
    into: Map<string, tf.Variable>,
    name: string,
    shape: readonly number[],
    value: (random: () => number) => number,
  ): void => {
    const stream = random.fork(name);
    const size = shape.reduce((all, length) => all * length, 1);
    const numbers = Float32Array.from({ length: size }, () => value(() => stream.uniform()));
    into.set(
      name,
      tf.tidy(() => tf.variable(tf.tensor(numbers, [...shape]), into === weights)),
    );
  };
  const uniform = (fan: number) => (next: () => number) => (2 * next() - 1) / Math.sqrt(fan);
  const dense = (name: string, inputs: number, units: number): void => {
    add(weights, `${name}/kernel`, [inputs, units], uniform(inputs));
    add(weights, `${name}/bias`, [units], uniform(inputs));
  };
  const normal = (name: string, width: number): void => {
    add(weights, `${name}/gamma`, [width], () => 1);
    add(weights, `${name}/beta`, [width], () => 0);
    add(states, `${name}/movingMean`, [width], () => 0);
    add(states, `${name}/movingVariance`, [width], () => 1);
  };
  const { atomSize, convolutions, hidden, hiddenLayers } = config;
  dense("embedding", propertyBits, atomSize);
  for (let i = 0; i < convolutions; i++) {
    // One matrix in three parts, for the atom, its neighbour and the bond between them.
    const inputs = 2 * atomSize + gaussianCount(config);
    const parts = { atom: atomSize, neighbor: atomSize, bond: gaussianCount(config) };
    for (const [part, rows] of Object.entries(parts)) {
      add(weights, `convolution${i}.${part}/kernel`, [rows, 2 * atomSize], uniform(inputs));
    }
    add(weights, `convolution${i}/bias`, [2 * atomSize], uniform(inputs));
    normal(`convolution${i}.normalization0`, 2 * atomSize);
    normal(`convolution${i}.normalization1`, atomSize);
  }
  for (let i = 0; i < hiddenLayers; i++) dense(`hidden${i}`, i === 0 ? atomSize : hidden, hidden);
  dense("output", hidden, outputs);
  return { weights, states };
}
