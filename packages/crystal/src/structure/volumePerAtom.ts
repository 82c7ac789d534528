import { CrystalError } from "../crystalError.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import type { Structure } from "./structure.ts";

/**
 * The volume of the cell divided by the number of atoms in it, `V / Σ occupancy`.
 *
 * @param structure - any structure with at least one site
 * @returns volume in Å³ per atom
 * @throws {@link CrystalError} with code `CRYSTAL_NO_SITES` when the cell is empty
 *
 * @example
 * ```ts
 * volumePerAtom(caesiumChloride); // 35.04
 * ```
 */
export function volumePerAtom(structure: Structure): number {
  let atoms = 0;
  for (const { species } of structure.sites) {
    for (const { occupancy } of species) atoms += occupancy;
  }
  if (atoms === 0) {
    throw new CrystalError("CRYSTAL_NO_SITES", "An empty cell has no volume per atom.");
  }
  return latticeVolume(structure.lattice) / atoms;
}
