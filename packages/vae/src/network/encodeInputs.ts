import * as tf from "@tensorflow/tfjs-core";
import type { InvertibleRows } from "./invertibleRows.ts";
import { describeCode } from "./describeCode.ts";
import { elementScalars } from "./elementScalars.ts";
import { summarizeElements } from "./summarizeElements.ts";
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
  const { sites, columns, coordinateStart } = rows;
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
    const { code, shares } = describeCode(parts, rows);
    const summary = summarizeElements(parts.slots, shares, elementScalars());
    return { signal, code, summary };
  });
}
