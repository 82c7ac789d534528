import type { Structure } from "../structure/structure.ts";
import { atomicVolumes } from "./atomicVolumes.ts";

/**
 * The volume of a cell that its atoms suggest, `Σ v`.
 *
 * @param structure - any structure
 * @returns the sum of {@link atomicVolumes} over its sites, weighted with occupancies, in Å³; undefined where
 *   an element has none
 *
 * @example
 * ```ts
 * latticeVolume(crystal.lattice) / (estimateVolume(crystal) ?? NaN); // 0.96 to 1.10 for half of all crystals
 * ```
 */
export function estimateVolume(structure: Structure): number | undefined {
  let sum = 0;
  for (const { species } of structure.sites) {
    for (const { element, occupancy } of species) {
      const volume = atomicVolumes[element === "D" || element === "T" ? "H" : element];
      if (volume === undefined) return undefined;
      sum += occupancy * volume;
    }
  }
  return sum;
}
