import * as tf from "@tensorflow/tfjs-core";
import type { CrystalParts } from "../network/crystalParts.ts";
import type { LossWeights } from "./lossWeights.ts";
import { softmaxCrossEntropy } from "./softmaxCrossEntropy.ts";

/**
 * Reconstruction term of Eq. 3, per crystal and averaged over the batch: cross-entropy for what is a
 * choice (elements, occupancy), absolute error for what is a number (cell, coordinates).
 *
 * @param decoded - logits and numbers from the decoder
 * @param target - the crystal's own parts
 * @param weights - weights of the terms
 * @returns the weighted sum, a scalar; the caller disposes it
 *
 * @remarks
 * Coordinates of empty sites cost nothing: their target and their weight are zero.
 */
export function reconstructionLoss(
  decoded: CrystalParts,
  target: CrystalParts,
  weights: Pick<LossWeights, "elements" | "occupancy" | "coordinates" | "cell">,
): tf.Scalar {
  return tf.tidy(() => {
    const [count, sites, classes] = target.occupancy.shape;
    const empty = tf.slice3d(target.occupancy, [0, 0, classes - 1], [count, sites, 1]);
    const filled = tf.sub(1, empty);
    const elements = tf.sum(softmaxCrossEntropy(decoded.slots, target.slots));
    const occupancy = tf.sum(softmaxCrossEntropy(decoded.occupancy, target.occupancy));
    const coordinates = tf.sum(tf.mul(tf.abs(tf.sub(decoded.turns, target.turns)), filled));
    const cell = tf.sum(tf.abs(tf.sub(decoded.cell, target.cell)));
    const sum = tf.addN([
      tf.mul(elements, weights.elements),
      tf.mul(occupancy, weights.occupancy),
      tf.mul(coordinates, weights.coordinates),
      tf.mul(cell, weights.cell),
    ]);
    return tf.div<tf.Scalar>(sum, count);
  });
}
