import type { Structure } from "@ftcp/crystal";
import { parameterList } from "./fixtures.ts";

/** The largest difference of parameters and coordinates; infinite when the species differ. */
export function largestDifference(actual: Structure, expected: Structure): number {
  if (actual.sites.length !== expected.sites.length) return Infinity;
  const wanted = parameterList(expected.lattice);
  const differences = parameterList(actual.lattice).map((value, index) =>
    Math.abs(value - (wanted[index] ?? NaN)),
  );
  for (const [index, site] of actual.sites.entries()) {
    const other = expected.sites[index];
    if (JSON.stringify(site.species) !== JSON.stringify(other?.species)) return Infinity;
    for (const [axis, value] of site.fractional.entries()) {
      const difference = value - (other?.fractional[axis] ?? NaN);
      differences.push(Math.abs(difference - Math.round(difference)));
    }
  }
  return Math.max(...differences);
}
