import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { anyDisguise, anyStructure, disguise, mirror } from "../../test/arbitraries.ts";
import { expectSameDescription } from "../../test/expectSameDescription.ts";
import { textbook, textbookCrystals, toStructure } from "../../test/fixtures.ts";
import { largestDifference } from "../../test/largestDifference.ts";
import { findNeighbors } from "../distance/findNeighbors.ts";
import { determinant } from "../geometry/determinant.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { canonicalizeStructure } from "./canonicalizeStructure.ts";
import { createSite } from "./createSite.ts";
import { createStructure } from "./createStructure.ts";
import { siteElement } from "./siteElement.ts";
import type { Structure } from "./structure.ts";

const anyTextbook = fc.constantFrom(...textbookCrystals.map(toStructure));

/** All distances up to a radius with the elements at both ends: what an isometry keeps. */
function distanceList(
  structure: Structure,
  radius: number,
): readonly (readonly [string, number])[] {
  const elements = structure.sites.map(siteElement);
  return findNeighbors(structure, radius)
    .filter(({ distance }) => distance < radius - 1e-4)
    .map(({ from, to, distance }): [string, number] => [
      `${elements[from] ?? ""}-${elements[to] ?? ""}`,
      distance,
    ])
    .toSorted((a, b) => a[0].localeCompare(b[0]) || a[1] - b[1]);
}

function expectSameCrystal(actual: Structure, expected: Structure): void {
  const [left, right] = [distanceList(actual, 5), distanceList(expected, 5)];
  expect(left.map(([pair]) => pair)).toEqual(right.map(([pair]) => pair));
  expectClose(
    left.map(([, distance]) => distance),
    right.map(([, distance]) => distance),
    // Twice the 1e-6 of the cell (up to 17 Å) that snapping to 0 may move an atom.
    { atol: 5e-5 },
  );
}

describe("canonicalizeStructure", () => {
  it("is the same crystal", () => {
    for (const crystal of textbookCrystals) {
      const structure = toStructure(crystal);
      expectSameCrystal(canonicalizeStructure(structure), structure);
    }
    fc.assert(
      fc.property(anyStructure, (structure) => {
        expectSameCrystal(canonicalizeStructure(structure), structure);
      }),
    );
  });

  it("does not depend on basis, orientation, origin and order of sites", () => {
    fc.assert(
      fc.property(anyStructure, anyDisguise, (structure, how) => {
        expectSameDescription(
          canonicalizeStructure(disguise(structure, how)),
          canonicalizeStructure(structure),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("does not depend on them for coordinates between two points of its grid either", () => {
    // Odd multiples of 1 / 192, which rounding errors alone would round up or down.
    const anyEdge = fc.integer({ min: 0, max: 191 }).map((step) => step / 192);
    const anySites = fc.array(fc.tuple(anyEdge, anyEdge, anyEdge), { minLength: 1, maxLength: 6 });
    const lattice = createLattice({ a: 4.1, b: 5.3, c: 6.7, alpha: 81, beta: 97, gamma: 103 });
    fc.assert(
      fc.property(anySites, anyDisguise, (positions, how) => {
        const structure = createStructure(
          lattice,
          ["Na", ...positions.map(() => "Cl")],
          [[0, 0, 0], ...positions],
        );
        expectSameDescription(
          canonicalizeStructure(disguise(structure, how)),
          canonicalizeStructure(structure),
        );
      }),
      { numRuns: 200 },
    );
  });

  it("does not depend on them for crystals with symmetry either", () => {
    fc.assert(
      fc.property(anyTextbook, anyDisguise, (structure, how) => {
        expectSameDescription(
          canonicalizeStructure(disguise(structure, how)),
          canonicalizeStructure(structure),
        );
      }),
      { numRuns: 100 },
    );
  });

  it("is its own canonical form", () => {
    fc.assert(
      fc.property(fc.oneof(anyTextbook, anyStructure), (structure) => {
        const canonical = canonicalizeStructure(structure);
        expectSameDescription(canonicalizeStructure(canonical), canonical);
      }),
    );
  });

  it("keeps left and right apart", () => {
    const quartz = textbook("right quartz SiO2");
    const [left, right] = [canonicalizeStructure(mirror(quartz)), canonicalizeStructure(quartz)];
    expect(determinant(left.lattice.matrix)).toBeGreaterThan(0);
    expect(largestDifference(left, right)).toBeGreaterThan(0.01);
    // A crystal with a mirror plane is its own mirror image.
    const rutile = textbook("rutile TiO2");
    expectSameDescription(canonicalizeStructure(mirror(rutile)), canonicalizeStructure(rutile));
  });

  it("puts an atom of the rarest, most electropositive element at the origin and in front", () => {
    const { sites } = canonicalizeStructure(textbook("perovskite SrTiO3"));
    expect(sites.map(siteElement)).toEqual(["Sr", "Ti", "O", "O", "O"]);
    expect(sites[0]?.fractional).toEqual([0, 0, 0]);
    expect(sites[1]?.fractional).toEqual([0.5, 0.5, 0.5]);
  });

  it("leaves a supercell as large as it is", () => {
    const rockSalt = canonicalizeStructure(textbook("rock salt NaCl"));
    expect(rockSalt.sites).toHaveLength(8);
    expect(rockSalt.lattice.a).toBeCloseTo(5.64, 10);
  });

  it("gives coordinates in [0, 1) and sets those just below 1 to 0", () => {
    const lattice = createLattice({ a: 4, b: 5, c: 6, alpha: 90, beta: 90, gamma: 90 });
    const { sites } = canonicalizeStructure(
      createStructure(
        lattice,
        ["Na", "Cl", "Cl"],
        [
          [0, 0, 0],
          [1 - 1e-9, 0.5, 0.5],
          [0.5, 1e-9, 0.5],
        ],
      ),
    );
    const values = sites.flatMap(({ fractional }) => fractional);
    expect(values.every((value) => value >= 0 && value < 1 - 1e-6)).toBe(true);
  });

  it("keeps labels, charges and partial occupancy with their sites", () => {
    const lattice = createLattice({ a: 4, b: 5, c: 6, alpha: 90, beta: 90, gamma: 90 });
    const mixed = [
      { element: "K", occupancy: 0.25 },
      { element: "Na", occupancy: 0.75 },
    ];
    const chloride = [{ element: "Cl", occupancy: 1, charge: -1 }];
    const { sites } = canonicalizeStructure({
      lattice,
      sites: [
        createSite(chloride, [0.6, 0.6, 0.6], "Cl1"),
        createSite(mixed, [0.1, 0.1, 0.1], "M1"),
      ],
    });
    expect(sites.map(({ label }) => label)).toEqual(["M1", "Cl1"]);
    expect(sites.map(({ species }) => species)).toEqual([mixed, chloride]);
    expectClose(sites[1]?.fractional ?? [], [0.5, 0.5, 0.5], { atol: 1e-12 });
  });

  it("reduces an empty cell and does not change its input", () => {
    const lattice = createLattice({ a: 6, b: 5, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const empty = Object.freeze({ lattice, sites: Object.freeze([]) });
    const canonical = canonicalizeStructure(empty);
    expect(canonical.sites).toEqual([]);
    expect([canonical.lattice.a, canonical.lattice.b, canonical.lattice.c]).toEqual([4, 5, 6]);
  });
});
