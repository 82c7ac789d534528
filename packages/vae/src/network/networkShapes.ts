import { elementScalars } from "./elementScalars.ts";
import type { NetworkConfig } from "./networkConfig.ts";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Length of the vector that holds the invertible part of one crystal (see {@link encodeInputs}).
 *
 * @param rows - the layout's blocks
 * @returns slots, turns, cell, counts and occupancy, in this order
 */
export function codeSize(rows: InvertibleRows): number {
  const { slots, classes, sites } = rows;
  return slots * classes + sites * 6 + 6 + (2 * slots + 1) + sites * (slots + 1);
}

/**
 * Length of the vector of elemental properties (see {@link encodeInputs}).
 *
 * @param rows - the layout's blocks
 * @returns scalars of every slot, their mean, deviation, maximum and minimum
 */
export function summarySize(rows: InvertibleRows): number {
  return (rows.slots + 4) * (elementScalars()[0]?.length ?? 0);
}

/**
 * Columns that the invertible rows need in the output of the decoder: six for the turns of a site,
 * one per slot and one for the empty class for its occupancy.
 *
 * @param rows - the layout's blocks
 * @returns the number of columns
 */
export function linearColumns(rows: InvertibleRows): number {
  return Math.max(6, rows.slots + 1);
}

/**
 * Shape of what the decoder's convolutions write.
 *
 * @param rows - the layout's blocks
 * @param config - sizes
 * @returns rows (a multiple of 2 to the number of convolutions) and columns
 */
export function decodedShape(
  rows: InvertibleRows,
  config: NetworkConfig,
): { readonly rows: number; readonly columns: number } {
  const factor = 2 ** config.channels.length;
  return config.reconstructs === "all"
    ? { rows: rows.rows, columns: Math.max(rows.columns, linearColumns(rows)) }
    : { rows: Math.ceil(rows.realRows / factor) * factor, columns: linearColumns(rows) };
}
