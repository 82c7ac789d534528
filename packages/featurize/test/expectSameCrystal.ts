import { siteElement, type Structure } from "@ftcp/crystal";
import { expect } from "@jest/globals";

/**
 * Site by site: elements exact, lengths and angles to 1e-5 relative, coordinates to 1e-6 periodic
 * (float32 holds a coordinate below 1 to 6e-8 and a length to 6e-8 relative).
 */
export function expectSameCrystal(actual: Structure, expected: Structure): void {
  expect(actual.sites.map(siteElement)).toEqual(expected.sites.map(siteElement));
  for (const key of ["a", "b", "c", "alpha", "beta", "gamma"] as const) {
    const error = Math.abs(actual.lattice[key] / expected.lattice[key] - 1);
    if (!(error <= 1e-5)) throw new Error(`${key}: relative error ${error}`);
  }
  actual.sites.forEach(({ fractional }, site) => {
    fractional.forEach((x, axis) => {
      const difference = x - (expected.sites[site]?.fractional[axis] ?? Number.NaN);
      const error = Math.abs(difference - Math.round(difference));
      if (!(error <= 1e-6)) throw new Error(`site ${site}, axis ${axis}: error ${error}`);
      if (!(x >= 0 && x < 1)) throw new Error(`site ${site}, axis ${axis}: ${x} is not wrapped`);
    });
  });
}
