import { elementBySymbol } from "../element/elementBySymbol.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import type { Structure } from "./structure.ts";

/** Grams per cubic centimetre in one u/Å³: the atomic mass constant in yoctograms (CODATA 2018). */
const densityUnit = 1.6605390666;

/**
 * The mass density, `Σ occupancy · mass / V`.
 *
 * @param structure - any structure; an empty cell has density 0
 * @returns density in g/cm³
 * @throws {@link CrystalError} with code `CRYSTAL_UNKNOWN_ELEMENT`
 *
 * @example
 * ```ts
 * density(rockSalt); // 2.16
 * ```
 */
export function density(structure: Structure): number {
  let mass = 0;
  for (const { species } of structure.sites) {
    for (const { element, occupancy } of species) mass += occupancy * elementBySymbol(element).mass;
  }
  return (mass / latticeVolume(structure.lattice)) * densityUnit;
}
