import * as tf from "@tensorflow/tfjs-core";
import type { CrystalParts } from "./crystalParts.ts";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Takes the rows that the decoder wrote apart by meaning.
 *
 * @param decoded - `[batch, at least realRows, at least 6]`, the output of the decoder
 * @param rows - where the blocks lie
 * @returns logits, scaled cell and points of the unit circle (not normalised); the caller disposes
 *   them
 */
export function splitDecoded(decoded: tf.Tensor3D, rows: InvertibleRows): CrystalParts {
  const count = decoded.shape[0];
  const { slots, classes, sites } = rows;
  return tf.tidy(() => {
    const block = (start: number, height: number, width: number): tf.Tensor3D =>
      tf.slice3d(decoded, [0, start, 0], [count, height, width]);
    return {
      slots: tf.transpose(block(rows.elementStart, classes, slots), [0, 2, 1]),
      cell: tf.reshape<tf.Rank.R2>(block(rows.cellStart, 2, 3), [count, 6]),
      turns: block(rows.coordinateStart, sites, 6),
      occupancy: block(rows.occupancyStart, sites, slots + 1),
    };
  });
}
