import type { Structure } from "../structure/structure.ts";
import { closestPair } from "./closestPair.ts";

/**
 * The shortest distance between any two atoms of the crystal, periodic images of one site included.
 *
 * @param structure - any structure with at least one site
 * @returns distance in Å; 0 when two sites coincide
 * @throws {@link CrystalError} with code `CRYSTAL_NO_SITES` when the cell is empty
 *
 * @remarks
 * Every site counts as an atom, so partly occupied sites that exclude each other give their (short)
 * distance too; {@link checkValidity} can leave them out. The time grows linearly with the number of
 * sites. {@link closestPair} also tells which atoms they are.
 *
 * @example
 * ```ts
 * shortestDistance(caesiumChloride); // 3.571, Cs to Cl
 * ```
 */
export function shortestDistance(structure: Structure): number {
  return closestPair(structure).distance;
}
