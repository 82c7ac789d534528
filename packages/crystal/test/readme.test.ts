import { describe, expect, it } from "@jest/globals";
import {
  canonicalizeStructure,
  checkValidity,
  compareStructures,
  compositionOf,
  createLattice,
  createStructure,
  density,
  reducedFormula,
  shortestDistance,
  siteElement,
} from "@ftcp/crystal";
import { expectClose } from "@ftcp/testing";

describe("the example of the README", () => {
  it("says what its comments say", () => {
    const crystal = createStructure(
      createLattice({ a: 4.123, b: 4.123, c: 4.123, alpha: 90, beta: 90, gamma: 90 }),
      ["Cl", "Cs"],
      [
        [0.6, 0.6, 0.6],
        [0.1, 0.1, 0.1],
      ],
    );
    expect(reducedFormula(compositionOf(crystal))).toBe("CsCl");
    expect(density(crystal).toFixed(2)).toBe("3.99");
    expect(shortestDistance(crystal).toFixed(2)).toBe("3.57");
    expect(checkValidity(crystal).valid).toBe(true);
    const canonical = canonicalizeStructure(crystal);
    expect(canonical.sites.map(siteElement)).toEqual(["Cs", "Cl"]);
    expectClose(
      canonical.sites.flatMap(({ fractional }) => fractional),
      [0, 0, 0, 0.5, 0.5, 0.5],
      { atol: 1e-12 },
    );
    expect(compareStructures(crystal, canonical)).toBe(true);
  });
});
