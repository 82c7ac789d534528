import { CrystalError } from "../crystalError.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import type { Structure } from "../structure/structure.ts";
import type { Neighbor } from "./findNeighbors.ts";
import { findTightestPair } from "./findTightestPair.ts";

/**
 * The two atoms of the crystal that are nearest to each other, periodic images of one site included.
 *
 * @param structure - any structure with at least one site
 * @returns the pair with `from ≤ to`; of equally near ones (to the last bit) the first
 * @throws {@link CrystalError} with code `CRYSTAL_NO_SITES` when the cell is empty, `CRYSTAL_INVALID_SITE`
 *   when coordinates are not finite
 *
 * @remarks
 * Every site counts as an atom, see {@link shortestDistance}. Equal spheres fill at most `π / √18` of
 * space, so no crystal of N atoms keeps them all farther apart than `(√2 V / N)^(1/3)`: a search within this
 * radius always finds a pair, in a time that grows linearly with the number of sites.
 *
 * @example
 * ```ts
 * closestPair(caesiumChloride).distance; // 3.571, Cs to Cl
 * ```
 *
 * @see T. C. Hales, Ann. Math. 162, 1065 (2005), https://doi.org/10.4007/annals.2005.162.1065
 */
export function closestPair(structure: Structure): Neighbor {
  const { lattice, sites } = structure;
  if (sites.length === 0) {
    throw new CrystalError("CRYSTAL_NO_SITES", "An empty cell has no distances.");
  }
  const positions = sites.map(({ fractional }) => fractional);
  const radius = Math.cbrt((Math.SQRT2 * latticeVolume(lattice)) / sites.length);
  const found = findTightestPair(lattice, positions, radius, () => 1);
  if (found === undefined) {
    throw new CrystalError("CRYSTAL_INVALID_SITE", "Fractional coordinates must be finite.");
  }
  return found;
}
