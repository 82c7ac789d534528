import type { Structure } from "../structure/structure.ts";
import type { Composition } from "./composition.ts";

/**
 * The amount of each element in the cell, the sum of its occupancies over all sites.
 *
 * @param structure - any structure, ordered or not
 * @returns atoms per cell by element symbol, in order of first appearance
 *
 * @remarks
 * Sums that lie within 1e-8 of a positive integer are that integer, so that three thirds are one.
 * Traces stay as they are: no amount is zero.
 *
 * @example
 * ```ts
 * compositionOf(rockSalt); // { Na: 4, Cl: 4 }
 * ```
 */
export function compositionOf(structure: Structure): Composition {
  const amounts: Record<string, number> = {};
  for (const site of structure.sites) {
    for (const { element, occupancy } of site.species) {
      amounts[element] = (amounts[element] ?? 0) + occupancy;
    }
  }
  for (const [element, amount] of Object.entries(amounts)) {
    const integer = Math.round(amount);
    if (integer > 0 && Math.abs(amount - integer) < 1e-8) amounts[element] = integer;
  }
  return amounts;
}
