import { determinant } from "../geometry/determinant.ts";
import type { Lattice } from "./lattice.ts";

/**
 * The volume of the cell, `|a · (b × c)|`.
 *
 * @param lattice - any lattice
 * @returns volume in Å³, positive for left-handed vectors too
 *
 * @example
 * ```ts
 * latticeVolume(createLattice({ a: 2, b: 3, c: 4, alpha: 90, beta: 90, gamma: 90 })); // 24
 * ```
 */
export function latticeVolume(lattice: Lattice): number {
  return Math.abs(determinant(lattice.matrix));
}
