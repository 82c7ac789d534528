import * as tf from "@tensorflow/tfjs-core";
import type { CrystalParts } from "./crystalParts.ts";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Takes a batch of scaled FTCP tensors apart by meaning.
 *
 * @param batch - `[batch, rows, columns]`, scaled
 * @param rows - where the blocks lie
 * @returns the parts as targets of the decoder; the caller disposes them
 *
 * @remarks
 * Coordinates become points on the unit circle, so that 0.99 and 0.01 are neighbours.
 */
export function splitTensor(batch: tf.Tensor3D, rows: InvertibleRows): CrystalParts {
  const count = batch.shape[0];
  const { slots, classes, sites } = rows;
  return tf.tidy(() => {
    const block = (start: number, height: number, width: number): tf.Tensor3D =>
      tf.slice3d(batch, [0, start, 0], [count, height, width]);
    const occupancy = block(rows.occupancyStart, sites, slots + 1);
    const filled = tf.sub(1, tf.slice3d(occupancy, [0, 0, slots], [count, sites, 1]));
    const angles = tf.mul(block(rows.coordinateStart, sites, 3), 2 * Math.PI);
    return {
      slots: tf.transpose(block(rows.elementStart, classes, slots), [0, 2, 1]),
      cell: tf.reshape<tf.Rank.R2>(block(rows.cellStart, 2, 3), [count, 6]),
      turns: tf.mul<tf.Tensor3D>(tf.concat([tf.cos(angles), tf.sin(angles)], 2), filled),
      occupancy,
    };
  });
}
