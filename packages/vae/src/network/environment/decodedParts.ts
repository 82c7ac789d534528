import * as tf from "@tensorflow/tfjs-core";
import type { CrystalParts } from "../crystalParts.ts";
import type { InvertibleRows } from "../invertibleRows.ts";

/**
 * Numbers of each part of a crystal in the vector that the decoder of architecture `environment` writes, in
 * its order.
 *
 * @param rows - the layout's blocks
 * @returns numbers of slots, occupancy, turns and cell
 */
export function partSizes({ slots, classes, sites }: InvertibleRows): readonly number[] {
  return [slots * classes, sites * (slots + 1), sites * 6, 6];
}

/**
 * Takes the vectors that the decoder wrote apart.
 *
 * @param vectors - `[batch, sum of partSizes]`
 * @param rows - the layout's blocks
 * @returns logits, points near the unit circle and scaled cell; the caller disposes them
 */
export function takePartsApart(vectors: tf.Tensor2D, rows: InvertibleRows): CrystalParts {
  const { slots, classes, sites } = rows;
  const [batch] = vectors.shape;
  return tf.tidy(() => {
    const [ofSlots, ofSites, turns, cell] = tf.split(vectors, [...partSizes(rows)], 1) as [
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
      tf.Tensor2D,
    ];
    return {
      slots: tf.reshape<tf.Rank.R3>(ofSlots, [batch, slots, classes]),
      occupancy: tf.reshape<tf.Rank.R3>(ofSites, [batch, sites, slots + 1]),
      turns: tf.reshape<tf.Rank.R3>(turns, [batch, sites, 6]),
      cell,
    };
  });
}
