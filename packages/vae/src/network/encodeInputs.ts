import * as tf from "@tensorflow/tfjs-core";
import type { InvertibleRows } from "./invertibleRows.ts";
import { elementScalars } from "./elementScalars.ts";
import { splitTensor } from "./splitTensor.ts";

/**
 * Prepares the inputs of the encoder from a batch of scaled FTCP tensors.
 *
 * @param batch - `[batch, rows, columns]`, scaled
 * @param rows - where the blocks lie
 * @returns `signal`, the tensor with its coordinates turned into points of the unit circle, for the
 *   convolutions; `code`, the invertible part as one vector `[batch, codeSize]`, for the linear
 *   path: slots, turns, cell, counts, occupancy; `summary`, elemental properties as numbers, by slot and
 *   over the crystal, `[batch, summarySize]`. The caller disposes them.
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
    const summary = summarizeElements(parts.slots, shares);
    return { signal, code, summary };
  });
}

/**
 * Scalars of the element in every slot, and their mean, deviation, maximum and minimum over the
 * crystal, weighted by shares of the sites: `[batch, summarySize]`.
 */
function summarizeElements(slotsOfCrystals: tf.Tensor3D, shares: tf.Tensor2D): tf.Tensor2D {
  const [count, slots, classes] = slotsOfCrystals.shape;
  const scalars = elementScalars();
  const width = scalars[0]?.length ?? 0;
  // The empty class has no element; its row is zero.
  const table = tf.tensor2d([...scalars.flat(), ...Array<number>(width).fill(0)], [classes, width]);
  const product = tf.matMul(
    tf.reshape<tf.Rank.R2>(slotsOfCrystals, [count * slots, classes]),
    table,
  );
  const ofSlots = tf.reshape<tf.Rank.R3>(product, [count, slots, width]);
  const weights = tf.expandDims(shares, 2);
  const mean = tf.sum(tf.mul(ofSlots, weights), 1, true);
  const deviation = tf.sqrt(
    tf.sum<tf.Tensor2D>(tf.mul(tf.square(tf.sub(ofSlots, mean)), weights), 1),
  );
  // An empty slot counts as the mean, which is never the extreme.
  const empty = tf.slice3d(slotsOfCrystals, [0, 0, classes - 1], [count, slots, 1]);
  const filled = tf.add<tf.Tensor3D>(ofSlots, tf.mul(mean, empty));
  return tf.concat2d(
    [
      tf.reshape<tf.Rank.R2>(ofSlots, [count, slots * width]),
      tf.reshape<tf.Rank.R2>(mean, [count, width]),
      deviation,
      tf.max<tf.Tensor2D>(filled, 1),
      tf.min<tf.Tensor2D>(filled, 1),
    ],
    1,
  );
}
