import type { FtcpLayout, FtcpTensor } from "@ftcp/featurize";
import type { InvertibleRows } from "./invertibleRows.ts";

/**
 * Plain numbers of {@link CrystalParts}, as they come from the decoder.
 */
export interface DecodedNumbers {
  /** Logits of the elements, `[count, slots, classes]`. */
  readonly slots: Float32Array;
  /** Scaled cell, `[count, 6]`. */
  readonly cell: Float32Array;
  /** Points near the unit circle, `[count, sites, 6]`. */
  readonly turns: Float32Array;
  /** Logits of the occupancy, `[count, sites, slots + 1]`. */
  readonly occupancy: Float32Array;
}

/**
 * Writes decoded numbers into a scaled FTCP tensor: probabilities for logits, fractional coordinates
 * in [0, 1) for points of the unit circle.
 *
 * @param decoded - numbers from the decoder
 * @param count - number of crystals
 * @param rows - where the blocks lie
 * @param layout - shape of the tensor
 * @returns the invertible rows; all further rows are zero
 */
export function assembleTensor(
  decoded: DecodedNumbers,
  count: number,
  rows: InvertibleRows,
  layout: FtcpLayout,
): FtcpTensor {
  const { slots, classes, sites, columns } = rows;
  const size = layout.rows * columns;
  const data = new Float32Array(count * size);
  const probabilities = new Float32Array(Math.max(classes, slots + 1));
  for (let crystal = 0; crystal < count; crystal++) {
    const at = crystal * size;
    for (let slot = 0; slot < slots; slot++) {
      softmax(decoded.slots, (crystal * slots + slot) * classes, classes, probabilities);
      for (let element = 0; element < classes; element++) {
        data[at + (rows.elementStart + element) * columns + slot] = probabilities[
          element
        ] as number;
      }
    }
    for (let k = 0; k < 6; k++) {
      const cell = at + (rows.cellStart + Math.floor(k / 3)) * columns + (k % 3);
      data[cell] = decoded.cell[crystal * 6 + k] as number;
    }
    for (let site = 0; site < sites; site++) {
      const turn = (crystal * sites + site) * 6;
      for (let axis = 0; axis < 3; axis++) {
        const cosine = decoded.turns[turn + axis] as number;
        const sine = decoded.turns[turn + 3 + axis] as number;
        const fraction = Math.fround(Math.atan2(sine, cosine) / (2 * Math.PI));
        data[at + (rows.coordinateStart + site) * columns + axis] =
          fraction < 0 ? Math.fround(fraction + 1) % 1 : fraction;
      }
      softmax(decoded.occupancy, (crystal * sites + site) * (slots + 1), slots + 1, probabilities);
      for (let slot = 0; slot <= slots; slot++) {
        data[at + (rows.occupancyStart + site) * columns + slot] = probabilities[slot] as number;
      }
    }
  }
  return { data, shape: [count, layout.rows, columns] };
}

function softmax(
  logits: Float32Array,
  start: number,
  classes: number,
  probabilities: Float32Array,
): void {
  let maximum = -Infinity;
  for (let k = 0; k < classes; k++) maximum = Math.max(maximum, logits[start + k] as number);
  let sum = 0;
  for (let k = 0; k < classes; k++) {
    const value = Math.exp((logits[start + k] as number) - maximum);
    probabilities[k] = value;
    sum += value;
  }
  for (let k = 0; k < classes; k++) probabilities[k] = (probabilities[k] as number) / sum;
}
