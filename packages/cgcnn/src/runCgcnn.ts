import { elementByNumber } from "@ftcp/crystal";
import { propertyVector } from "@ftcp/featurize";
import * as tf from "@tensorflow/tfjs-core";
import { addRows } from "./addRows.ts";
import type { CgcnnConfig } from "./cgcnnConfig.ts";
import type { CgcnnVariables } from "./createCgcnnVariables.ts";
import { gatherRows } from "./gatherRows.ts";
import { gaussianCount } from "./gaussianCount.ts";
import { graphElements } from "./graphElements.ts";
import { maskedBatchNorm } from "./maskedBatchNorm.ts";
import { propertyBits } from "./propertyBits.ts";

/**
 * A batch of graphs as tensors; see {@link GraphBatch}.
 */
export interface GraphTensors {
  /** Atomic numbers, int32 `[atoms]`. */
  readonly numbers: tf.Tensor1D;
  /** Index of every neighbour within the batch, int32 `[atoms · neighbors]`. */
  readonly neighbors: tf.Tensor1D;
  /** Distances in Å, `[atoms · neighbors]`. */
  readonly distances: tf.Tensor1D;
  /** Crystal of every atom, int32 `[atoms]`; `crystals` for atoms that only fill the batch up. */
  readonly crystalOf: tf.Tensor1D;
  /** Number of places for crystals. */
  readonly crystals: number;
}

/**
 * Runs the network on a batch of graphs.
 *
 * @param graphs - the batch
 * @param variables - weights and moving averages
 * @param config - sizes
 * @param training - whether batch normalisation uses the batch
 * @returns scaled properties `[crystals, properties]`; meaningless in places without a crystal. The
 *   caller disposes it.
 *
 * @remarks
 * Convolution (Eq. 5 of the paper): `v + Σ_k σ(z W_f + b_f) ⊙ g(z W_s + b_s)` with `z` the atom, its k-th
 * neighbour and the bond, batch normalisation before both σ and g and before the sum is added, and a
 * softplus after it, as the authors' code has it. The product with z is taken apart in three, so that it
 * is computed once per atom and not once per neighbour.
 *
 * @see T. Xie, J. C. Grossman, Phys. Rev. Lett. 120, 145301 (2018), https://doi.org/10.1103/PhysRevLett.120.145301
 */
export function runCgcnn(
  graphs: GraphTensors,
  variables: CgcnnVariables,
  config: CgcnnConfig,
  training: boolean,
): tf.Tensor2D {
  return tf.tidy(() => {
    const weight = (name: string): tf.Tensor2D =>
      variables.weights.get(name) as unknown as tf.Tensor2D;
    const variable = (name: string): tf.Variable =>
      (variables.weights.get(name) ?? variables.states.get(name)) as tf.Variable;
    const norm = (name: string): Parameters<typeof maskedBatchNorm>[3] => ({
      gamma: variable(`${name}/gamma`),
      beta: variable(`${name}/beta`),
      movingMean: variable(`${name}/movingMean`),
      movingVariance: variable(`${name}/movingVariance`),
    });
    const dense = (name: string, rows: tf.Tensor2D): tf.Tensor2D =>
      tf.add(tf.matMul(rows, weight(`${name}/kernel`)), weight(`${name}/bias`));
    const { numbers, neighbors, distances, crystalOf, crystals } = graphs;
    const { atomSize, convolutions, hiddenLayers, step } = config;
    const width = config.neighbors;
    const atoms = numbers.shape[0];

    const real = tf.reshape<tf.Rank.R2>(
      tf.cast(tf.less(crystalOf, tf.scalar(crystals, "int32")), "float32"),
      [atoms, 1],
    );
    const atomMask = tf.transpose(real);
    const atomCount = tf.sum<tf.Scalar>(real);
    const pairMask = tf.reshape<tf.Rank.R2>(tf.tile(real, [1, width]), [1, atoms * width]);
    const pairCount = tf.mul<tf.Scalar>(atomCount, width);

    const centres = tf.tensor2d(
      Float32Array.from({ length: gaussianCount(config) }, (_, i) => i * step),
      [1, gaussianCount(config)],
    );
    const away = tf.div<tf.Tensor2D>(
      tf.sub(tf.reshape<tf.Rank.R2>(distances, [atoms * width, 1]), centres),
      step,
    );
    const bonds = tf.exp<tf.Tensor2D>(tf.neg(tf.square<tf.Tensor2D>(away)));

    const elements = dense(
      "embedding",
      tf.tensor2d(elementVectors(), [graphElements, propertyBits]),
    );
    let vectors = gatherRows(elements, tf.sub<tf.Tensor1D>(numbers, tf.scalar(1, "int32")));
    for (let i = 0; i < convolutions; i++) {
      const name = `convolution${i}`;
      const own = tf.add<tf.Tensor2D>(
        tf.matMul(vectors, weight(`${name}.atom/kernel`)),
        weight(`${name}/bias`),
      );
      const other = gatherRows(tf.matMul(vectors, weight(`${name}.neighbor/kernel`)), neighbors);
      const bond = tf.matMul(bonds, weight(`${name}.bond/kernel`));
      const shape: [number, number, number] = [atoms, width, 2 * atomSize];
      const joined = tf.add(
        tf.reshape<tf.Rank.R3>(tf.add(other, bond), shape),
        tf.reshape(own, [atoms, 1, 2 * atomSize]),
      );
      const normal = maskedBatchNorm(
        tf.reshape<tf.Rank.R2>(joined, [atoms * width, 2 * atomSize]),
        ...([pairMask, pairCount, norm(`${name}.normalization0`), training] as const),
      );
      const part = (at: number): tf.Tensor2D =>
        tf.slice2d(normal, [0, at * atomSize], [atoms * width, atomSize]);
      const messages = tf.mul(tf.sigmoid(part(0)), tf.softplus(part(1)));
      const summed = tf.sum<tf.Tensor2D>(tf.reshape(messages, [atoms, width, atomSize]), 1);
      const update = maskedBatchNorm(
        ...([summed, atomMask, atomCount, norm(`${name}.normalization1`), training] as const),
      );
      vectors = tf.softplus(tf.add<tf.Tensor2D>(vectors, update));
    }

    const summed = addRows(vectors, crystalOf, crystals + 1);
    const counts = tf.maximum<tf.Tensor2D>(addRows(real, crystalOf, crystals + 1), 1);
    const means = tf.div<tf.Tensor2D>(summed, counts);
    let pooled: tf.Tensor2D = tf.softplus(tf.slice2d(means, [0, 0], [crystals, atomSize]));
    for (let i = 0; i < hiddenLayers; i++) pooled = tf.softplus(dense(`hidden${i}`, pooled));
    return dense("output", pooled);
  });
}

let vectors: Float32Array | undefined;

/** The vectors of H to Fm, row by row. */
function elementVectors(): Float32Array {
  vectors ??= Float32Array.from(
    Array.from({ length: graphElements }, (_, i) => [
      ...propertyVector(elementByNumber(i + 1).symbol),
    ]).flat(),
  );
  return vectors;
}
