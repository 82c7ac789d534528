import { fractionalToCartesian, periodicDistance } from "@ftcp/crystal";
import type { Structure } from "@ftcp/crystal";
import { expect } from "@jest/globals";

/** Expects the same crystal site by site, positions within a distance in Å, everything else equal. */
export function expectSameCrystal(actual: Structure, expected: Structure, tolerance = 1e-10): void {
  expect(actual.lattice).toEqual(expected.lattice);
  expect(actual.sites.map(({ species, label }) => [species, label])).toEqual(
    expected.sites.map(({ species, label }) => [species, label]),
  );
  for (const [index, { fractional }] of expected.sites.entries()) {
    const other = actual.sites[index]?.fractional ?? [NaN, NaN, NaN];
    const distance = periodicDistance(expected.lattice, fractional, other);
    if (!(distance <= tolerance)) {
      // Shows both positions when it fails.
      expect(fractionalToCartesian(expected.lattice, other)).toEqual(
        fractionalToCartesian(expected.lattice, fractional),
      );
    }
  }
}
