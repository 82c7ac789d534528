import { expect } from "@jest/globals";
import type { Structure } from "@ftcp/crystal";
import { parameterList } from "./fixtures.ts";

/**
 * Asserts that two structures are the same text, as it were: same parameters (Å, degrees), same
 * species in the same order, same coordinates up to whole numbers.
 */
export function expectSameDescription(
  actual: Structure,
  expected: Structure,
  tolerance = 1e-6,
): void {
  expect(largestDifference(actual, expected)).toBeLessThan(tolerance);
}

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
