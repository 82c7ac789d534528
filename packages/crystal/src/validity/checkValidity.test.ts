import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { anyDisguise, anyStructure, disguise } from "../../test/arbitraries.ts";
import { textbook, textbookCrystals, toStructure } from "../../test/fixtures.ts";
import { findNeighbors } from "../distance/findNeighbors.ts";
import { elementBySymbol } from "../element/elementBySymbol.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { createSite } from "../structure/createSite.ts";
import { createStructure } from "../structure/createStructure.ts";
import { siteElement } from "../structure/siteElement.ts";
import type { Structure } from "../structure/structure.ts";
import { checkValidity } from "./checkValidity.ts";

describe("checkValidity", () => {
  it("accepts a real crystal and reports what it measured", () => {
    const report = checkValidity(textbook("rock salt NaCl"));
    expect(report).toMatchObject({ valid: true, failures: [] });
    expect(report.shortestDistance).toBeCloseTo(2.82, 10);
    expect(report.volume).toBeCloseTo(5.64 ** 3, 8);
    expect(report.volumePerAtom).toBeCloseTo(5.64 ** 3 / 8, 8);
  });

  it("finds overlapping atoms, within the cell and between images", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const close = createStructure(
      lattice,
      ["Na", "Cl"],
      [
        [0, 0, 0],
        [0.9, 0, 0],
      ],
    );
    expect(checkValidity(close).failures).toEqual(["distance"]);
    expect(checkValidity(close, { minimumDistance: 0.3 }).valid).toBe(true);
    const thin = createLattice({ a: 0.3, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    expect(checkValidity(createStructure(thin, ["Na"], [[0, 0, 0]])).failures).toEqual([
      "distance",
    ]);
  });

  it("finds cells that are too small, too dense or too thin", () => {
    const tiny = createLattice({ a: 0.4, b: 0.4, c: 0.4, alpha: 90, beta: 90, gamma: 90 });
    const structure = createStructure(tiny, ["Na"], [[0, 0, 0]]);
    expect(checkValidity(structure).failures).toEqual(["distance", "volume"]);
    const rockSalt = textbook("rock salt NaCl");
    expect(checkValidity(rockSalt, { minimumVolumePerAtom: 30 }).failures).toEqual([
      "volumePerAtom",
    ]);
    expect(checkValidity(rockSalt, { maximumVolumePerAtom: 10 }).failures).toEqual([
      "volumePerAtom",
    ]);
  });

  it("finds an empty cell", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    expect(checkValidity({ lattice, sites: [] })).toEqual({
      valid: false,
      shortestDistance: Infinity,
      closestPair: undefined,
      covalentRatio: Infinity,
      tightestPair: undefined,
      volume: 64,
      volumePerAtom: Infinity,
      failures: ["sites"],
    });
  });

  it("tells which atoms are closest, and which for their covalent radii", () => {
    const lattice = createLattice({ a: 9, b: 9, c: 9, alpha: 90, beta: 90, gamma: 90 });
    // H2 at 0.74 Å is the closest pair, K to K at 3 Å the one that is too close.
    const structure = createStructure(
      lattice,
      ["H", "K", "K", "H"],
      [
        [0.96, 0.9, 0.9],
        [0.5, 0.5, 0.5],
        [0.5, 0.5, 0.5 + 3 / 9],
        [0.96 + 0.74 / 9, 0.9, 0.9],
      ],
    );
    const report = checkValidity(structure);
    expect(report.closestPair).toMatchObject({ from: 0, to: 3, offset: [1, 0, 0] });
    expect(report.shortestDistance).toBeCloseTo(0.74, 10);
    expect(report.tightestPair).toMatchObject({ from: 1, to: 2, offset: [0, 0, 0] });
    expect(report.covalentRatio).toBeCloseTo(3 / (2.03 + 2.03), 10);
    expect(report.valid).toBe(true);
    expect(checkValidity(structure, { minimumCovalentRatio: 0.7 }).valid).toBe(true);
    expect(checkValidity(structure, { minimumCovalentRatio: 0.8 }).failures).toEqual([
      "covalentRadii",
    ]);
  });

  it("finds the smallest ratio that any pair has", () => {
    const smallestRatio = (structure: Structure): number =>
      Math.min(
        ...findNeighbors(structure, 12).map(({ from, to, distance }) => {
          const radius = (index: number): number => {
            const site = structure.sites[index];
            return (site && elementBySymbol(siteElement(site)).covalentRadius) ?? NaN;
          };
          return distance / (radius(from) + radius(to));
        }),
      );
    for (const crystal of textbookCrystals) {
      const structure = toStructure(crystal);
      expect(checkValidity(structure).covalentRatio).toBeCloseTo(smallestRatio(structure), 10);
    }
    fc.assert(
      fc.property(anyStructure, (structure) => {
        const expected = smallestRatio(structure);
        if (expected < Infinity) {
          expect(checkValidity(structure).covalentRatio).toBeCloseTo(expected, 8);
        }
      }),
      { numRuns: 50 },
    );
  });

  it("does not depend on basis, orientation, origin and order of sites", () => {
    fc.assert(
      fc.property(anyStructure, anyDisguise, (structure, how) => {
        const [one, other] = [checkValidity(structure), checkValidity(disguise(structure, how))];
        expect(other.shortestDistance).toBeCloseTo(one.shortestDistance, 8);
        expect(other.covalentRatio).toBeCloseTo(one.covalentRatio, 8);
        expect(other.volumePerAtom).toBeCloseTo(one.volumePerAtom, 6);
        expect(other.failures).toEqual(one.failures);
      }),
    );
  });

  it("has no radius for elements beyond curium, but for the others", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const alone = checkValidity(createStructure(lattice, ["Bk"], [[0, 0, 0]]));
    expect(alone).toMatchObject({ covalentRatio: Infinity, tightestPair: undefined, valid: true });
    const mixed = createStructure(
      lattice,
      ["Bk", "O"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
    );
    const report = checkValidity(mixed);
    expect(report.closestPair).toMatchObject({ from: 0, to: 1 });
    expect(report.tightestPair).toMatchObject({ from: 1, to: 1 });
    expect(report.covalentRatio).toBeCloseTo(4 / 1.32, 10);
  });

  it("leaves out sites that exclude each other only when asked", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const half = (x: number): ReturnType<typeof createSite> =>
      createSite([{ element: "Li", occupancy: 0.5 }], [x, 0, 0]);
    const split = { lattice, sites: [half(0.45), half(0.55), createSite("O", [0, 0.5, 0.5])] };
    expect(checkValidity(split).failures).toEqual(["distance"]);
    const report = checkValidity(split, { partialOccupancy: "exclude" });
    expect(report.valid).toBe(true);
    expect(report.closestPair).toMatchObject({ to: 2 });
    expect(report.shortestDistance).toBeCloseTo(4 * Math.hypot(0.45, 0.5, 0.5), 10);
    expect(report.volumePerAtom).toBe(32);
    const onlyHalves = { lattice, sites: [half(0.45), half(0.55)] };
    expect(checkValidity(onlyHalves, { partialOccupancy: "exclude" })).toMatchObject({
      valid: true,
      shortestDistance: Infinity,
      closestPair: undefined,
    });
  });

  it("takes the mean radius of a shared site", () => {
    const lattice = createLattice({ a: 3, b: 3, c: 3, alpha: 90, beta: 90, gamma: 90 });
    const shared = createSite(
      [
        { element: "Na", occupancy: 0.75 },
        { element: "K", occupancy: 0.25 },
      ],
      [0, 0, 0],
    );
    const radius = 0.75 * 1.66 + 0.25 * 2.03;
    expect(checkValidity({ lattice, sites: [shared] }).covalentRatio).toBeCloseTo(
      3 / (2 * radius),
      10,
    );
  });

  it("refuses what it cannot measure", () => {
    const rockSalt = textbook("rock salt NaCl");
    const sites = [
      { species: [{ element: "Na", occupancy: 1 }], fractional: [NaN, 0, 0] as const },
    ];
    expect(() => checkValidity({ ...rockSalt, sites })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_SITE" }),
    );
    expect(() => checkValidity(rockSalt, { partialOccupancy: "maybe" as "count" })).toThrow(
      RangeError,
    );
    expect(checkValidity(rockSalt, { minimumDistance: NaN }).failures).toEqual(["distance"]);
  });
});
