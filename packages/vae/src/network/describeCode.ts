import * as tf from "@tensorflow/tfjs-core";
import type { CrystalParts } from "./crystalParts.ts";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Puts the invertible part of crystals into one vector, for the linear path: slots, turns, cell, counts,
 * occupancy.
 *
 * @param parts - of `splitTensor`
 * @param rows - the layout's blocks
 * @returns `code`, `[batch, codeSize]`; `shares`, the part of the sites that each slot has,
 *   `[batch, slots]`; `atoms`, the number of sites, `[batch, 1]`. The caller disposes them
 */
export function describeCode(
  parts: CrystalParts,
  rows: InvertibleRows,
): { code: tf.Tensor2D; shares: tf.Tensor2D; atoms: tf.Tensor2D } {
  const { slots, classes, sites } = rows;
  const [count] = parts.cell.shape;
  return tf.tidy(() => {
    const seated = tf.slice3d(parts.occupancy, [0, 0, 0], [count, sites, slots]);
    const perSlot = tf.sum<tf.Tensor2D>(seated, 1);
    const atoms = tf.maximum<tf.Tensor2D>(tf.sum(perSlot, 1, true), 1);
    const shares = tf.div<tf.Tensor2D>(perSlot, atoms);
    const counts = tf.concat2d([tf.div(perSlot, 5), shares, tf.sub(tf.log(atoms), 2)], 1);
    const flat = (part: tf.Tensor, width: number): tf.Tensor2D =>
      tf.reshape<tf.Rank.R2>(part, [count, width]);
    const code = tf.concat2d(
      [
        flat(parts.slots, slots * classes),
        flat(parts.turns, sites * 6),
        parts.cell,
        counts,
        flat(parts.occupancy, sites * (slots + 1)),
      ],
      1,
    );
    return { code, shares, atoms };
  });
}
