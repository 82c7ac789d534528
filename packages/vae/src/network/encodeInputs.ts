import * as tf from "@tensorflow/tfjs-core";
import type { InvertibleRows } from "./InvertibleRows.ts";
import { splitTensor } from "./splitTensor.ts";

/**
 * Prepares the inputs of the encoder from a batch of scaled FTCP tensors.
 *
 * @param batch - `[batch, rows, columns]`, scaled
 * @param rows - where the blocks lie
 * @returns `signal`, the tensor with its coordinates turned into points of the unit circle, for the
 *   convolutions; `code`, the invertible part as one vector `[batch, codeSize]`, for the linear
 *   path: slots, turns, cell, counts, occupancy; `summary` `[batch, (slots + 1) * bits]`, the atom
 *   properties Z of every slot and their mean over the sites. The caller disposes them.
 */
export function encodeInputs(
  batch: tf.Tensor3D,
  rows: InvertibleRows,
): { signal: tf.Tensor3D; code: tf.Tensor2D; summary: tf.Tensor2D } {
  const count = batch.shape[0];
  const { slots, sites, columns, coordinateStart } = rows;
  return tf.tidy(() => {
    const parts = splitTensor(batch, rows);
    const after = coordinateStart + sites;
    const signal = tf.concat3d(
      [
        tf.slice3d(batch, [0, 0, 0], [count, coordinateStart, columns]),
        tf.pad3d(parts.turns, [
          [0, 0],
          [0, 0],
          [0, columns - 6],
        ]),
        tf.slice3d(batch, [0, after, 0], [count, rows.rows - after, columns]),
      ],
      1,
    );
    const seated = tf.slice3d(parts.occupancy, [0, 0, 0], [count, sites, slots]);
    const perSlot = tf.sum<tf.Tensor2D>(seated, 1);
    const total = tf.maximum<tf.Tensor2D>(tf.sum(perSlot, 1, true), 1);
    const shares = tf.div<tf.Tensor2D>(perSlot, total);
    const counts = tf.concat2d([tf.div(perSlot, 5), shares, tf.sub(tf.log(total), 2)], 1);
    const flat = (part: tf.Tensor, width: number): tf.Tensor2D =>
      tf.reshape<tf.Rank.R2>(part, [count, width]);
    const code = tf.concat2d(
      [
        flat(parts.slots, slots * rows.classes),
        flat(parts.turns, sites * 6),
        parts.cell,
        counts,
        flat(parts.occupancy, sites * (slots + 1)),
      ],
      1,
    );
    const bits = rows.propertyRows;
    const ofSlots: tf.Tensor3D = tf.transpose(
      tf.slice3d(batch, [0, rows.propertyStart, 0], [count, bits, slots]),
      [0, 2, 1],
    );
    // Z of a slot counts by its share of the sites: the mean over sites of every property bit.
    const mean = tf.sum<tf.Tensor2D>(tf.mul(ofSlots, tf.expandDims(shares, 2)), 1);
    return { signal, code, summary: tf.concat2d([flat(ofSlots, slots * bits), mean], 1) };
  });
}
