import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "./lattice.ts";
import { reciprocalMatrix } from "./reciprocalMatrix.ts";

/**
 * The distance between neighbouring planes of a family, `d = 1 / |h a* + k b* + l c*|`.
 *
 * @param lattice - any lattice
 * @param indices - Miller indices h, k, l: whole numbers, not all zero
 * @returns interplanar spacing in Å
 * @throws RangeError when an index is not a whole number or all are zero
 *
 * @remarks
 * Indices with a common divisor are those of a higher order: `d(222)` is half of `d(111)`.
 *
 * @example
 * ```ts
 * const silicon = createLattice({ a: 5.431, b: 5.431, c: 5.431, alpha: 90, beta: 90, gamma: 90 });
 * planeSpacing(silicon, [1, 1, 1]).toFixed(3); // "3.136"
 * ```
 */
export function planeSpacing(lattice: Lattice, indices: Vector3): number {
  if (!indices.every(Number.isSafeInteger) || indices.every((index) => index === 0)) {
    throw new RangeError(
      `Miller indices must be whole numbers and not all zero, not ${indices.join(", ")}.`,
    );
  }
  return 1 / Math.hypot(...multiplyRow(indices, reciprocalMatrix(lattice)));
}
