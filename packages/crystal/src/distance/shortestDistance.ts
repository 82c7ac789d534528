import { CrystalError } from "../crystalError.ts";
import type { Structure } from "../structure/structure.ts";
import { createImageFinder } from "./createImageFinder.ts";

/**
 * The shortest distance between any two atoms of the crystal, periodic images of one site included.
 *
 * @param structure - any structure with at least one site
 * @returns distance in Å; 0 when two sites coincide
 * @throws {@link CrystalError} with code `CRYSTAL_NO_SITES` when the cell is empty
 *
 * @remarks
 * Every site counts as an atom, so partly occupied sites that exclude each other give their (short)
 * distance too. The time grows with the square of the number of sites.
 *
 * @example
 * ```ts
 * shortestDistance(caesiumChloride); // 3.571, Cs to Cl
 * ```
 */
export function shortestDistance(structure: Structure): number {
  const { lattice, sites } = structure;
  if (sites.length === 0) {
    throw new CrystalError("CRYSTAL_NO_SITES", "An empty cell has no distances.");
  }
  const { nearest, shortestTranslation } = createImageFinder(lattice);
  let best = shortestTranslation ** 2;
  for (const [index, { fractional: from }] of sites.entries()) {
    for (let other = 0; other < index; other++) {
      const to = sites[other]?.fractional ?? from;
      const [x, y, z] = nearest(to[0] - from[0], to[1] - from[1], to[2] - from[2]);
      const squared = x * x + y * y + z * z;
      if (squared < best) best = squared;
    }
  }
  return Math.sqrt(best);
}
