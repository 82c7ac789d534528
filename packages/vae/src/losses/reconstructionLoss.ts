import * as tf from "@tensorflow/tfjs-core";
import type { CrystalParts } from "../network/crystalParts.ts";
import type { LossWeights } from "./lossWeights.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";

/**
 * Reconstruction term of Eq. 3 of every crystal: cross-entropy for what is a choice (elements,
 * occupancy), absolute error for what is a number (cell, coordinates).
 *
 * @param decoded - logits and numbers from the decoder
 * @param target - the crystals' own parts
 * @param weights - weights of the terms
 * @returns the weighted sums, `[batch]`; the caller disposes them
 *
 * @remarks
 * Coordinates of empty sites cost nothing: their target and their weight are zero.
 */
export function reconstructionLoss(
  decoded: CrystalParts,
  target: CrystalParts,
  weights: Pick<LossWeights, "elements" | "occupancy" | "coordinates" | "cell">,
): tf.Tensor1D {
  return tf.tidy(() => {
    const [count, sites, classes] = target.occupancy.shape;
    const empty = tf.slice3d(target.occupancy, [0, 0, classes - 1], [count, sites, 1]);
    const filled = tf.sub(1, empty);
    const elements = tf.sum(softmaxCrossEntropy(decoded.slots, target.slots), 1);
    const occupancy = tf.sum(softmaxCrossEntropy(decoded.occupancy, target.occupancy), 1);
    const turns = tf.mul(tf.abs(tf.sub(decoded.turns, target.turns)), filled);
    const coordinates = tf.sum(tf.sum(turns, 2), 1);
    const cell = tf.sum(tf.abs(tf.sub(decoded.cell, target.cell)), 1);
    return tf.addN<tf.Tensor1D>([
      tf.mul(elements, weights.elements),
      tf.mul(occupancy, weights.occupancy),
      tf.mul(coordinates, weights.coordinates),
      tf.mul(cell, weights.cell),
    ]);
  });
}
