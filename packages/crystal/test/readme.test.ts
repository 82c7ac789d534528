import { describe, expect, it } from "@jest/globals";
import {
  canonicalizeStructure,
  checkNeutrality,
  checkValidity,
  compareStructures,
  compositionOf,
  createLattice,
  createStructure,
  createStructureMatcher,
  createSupercell,
  density,
  groupStructures,
  matchStructures,
  findSpaceGroupSettings,
  formatOperation,
  identifySetting,
  neighborList,
  parseHallSymbol,
  primitiveCell,
  reducedFormula,
  settingOperations,
  shortestDistance,
  siteElement,
} from "@ftcp/crystal";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { symmetrizeStructure } from "@ftcp/crystal/symmetry";
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

  it("holds for space groups and symmetry", async () => {
    const [setting] = findSpaceGroupSettings({ hermannMauguin: "P2(1)/n" });
    expect(setting?.hall).toBe("-P 2yn");
    const operations = setting === undefined ? [] : settingOperations(setting);
    expect(operations.map(formatOperation).slice(0, 2)).toEqual(["x,y,z", "-x,-y,-z"]);
    const diamond = findSpaceGroupSettings({ hermannMauguin: "F d -3 m" });
    expect(diamond.map(({ choice }) => choice)).toEqual(["1", "2"]);
    expect(findSpaceGroupSettings({ hermannMauguin: "F d -3 m :2" })).toHaveLength(1);
    const other = identifySetting(parseHallSymbol("-P 2ybc (z,y,-x-z)"));
    expect(other?.hermannMauguin).toBe("P 1 21/n 1");
    const crystal = createStructure(
      createLattice({ a: 4.123, b: 4.123, c: 4.123, alpha: 90, beta: 90, gamma: 90 }),
      ["Cl", "Cs"],
      [
        [0.6, 0.6, 0.6],
        [0.1, 0.1, 0.1],
      ],
    );
    const dataset = (await loadSymmetryFinder()).find(crystal, { tolerance: 0.01 });
    expect(dataset.hermannMauguin).toBe("P m -3 m");
    expect(dataset.wyckoffLetters).toEqual(["b", "a"]);
    expect(compareStructures(symmetrizeStructure(crystal, dataset), crystal)).toBe(true);
  });

  it("says so of the match, too", () => {
    const cell = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const left = createStructure(
      cell,
      ["Cs", "Cl"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
    );
    const right = createStructure(
      cell,
      ["Cl", "Cs"],
      [
        [0.55, 0.5, 0.5],
        [0, 0, 0],
      ],
    );
    const match = matchStructures(left, right);
    expectClose([match?.maxDistance ?? NaN], [0.1], { rtol: 1e-9 });
    expect(match?.rms.toFixed(4)).toBe("0.0315");
    expect(match?.mapping).toEqual([1, 0]);
    expect(matchStructures(left, right, { siteTolerance: 0.02 })).toBeUndefined();
    expect(groupStructures([left, right])).toEqual([[0, 1]]);
    const matcher = createStructureMatcher({ sites: "anonymous", scale: false });
    expect(matcher.compare(left, right)).toBe(true);
  });
});
