import { describe, expect, it } from "@jest/globals";
import {
  canonicalizeStructure,
  checkNeutrality,
  checkValidity,
  compareStructures,
  compositionOf,
  createLattice,
  createStructure,
  createSupercell,
  density,
  neighborList,
  primitiveCell,
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
  it("holds for neighbours, cells and checks", () => {
    const crystal = createStructure(
      createLattice({ a: 4.123, b: 4.123, c: 4.123, alpha: 90, beta: 90, gamma: 90 }),
      ["Cl", "Cs"],
      [
        [0.6, 0.6, 0.6],
        [0.1, 0.1, 0.1],
      ],
    );
    const { starts, distances } = neighborList(crystal, 3.6);
    expect(distances.subarray(starts[0], starts[1])).toHaveLength(8);
    const large = createSupercell(crystal, [10, 10, 10]);
    expect(large.sites).toHaveLength(2000);
    expect(primitiveCell(large).sites).toHaveLength(2);
    const report = checkValidity(crystal, { minimumCovalentRatio: 0.7 });
    expect(report.valid).toBe(true);
    expect(report.closestPair).toMatchObject({ from: 0, to: 1 });
    expect(report.covalentRatio.toFixed(2)).toBe("0.84");
    expect(checkNeutrality({ Fe: 2, O: 3 }).oxidationStates).toEqual({ Fe: 3, O: -2 });
    expect(checkNeutrality({ Cu: 3, Au: 1 }).exempt).toBe("alloy");
  });
});
