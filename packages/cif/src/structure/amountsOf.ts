import type { Site } from "@ftcp/crystal";

/**
 * How many atoms of each element a cell holds, deuterium and tritium counted as hydrogen, since formulas
 * write them either way.
 *
 * @param sites - all sites of the cell
 * @returns the amounts by element
 * @internal
 */
export function amountsOf(sites: readonly Site[]): Map<string, number> {
  const amounts = new Map<string, number>();
  for (const { species } of sites) {
    for (const { element, occupancy } of species) {
      const key = element === "D" || element === "T" ? "H" : element;
      amounts.set(key, (amounts.get(key) ?? 0) + occupancy);
    }
  }
  return amounts;
}
