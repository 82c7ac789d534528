import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { anyDisguise, anyStructure, disguise } from "../../test/arbitraries.ts";
import { expectSameDescription } from "../../test/expectSameDescription.ts";
import { textbook, textbookCrystals, toStructure } from "../../test/fixtures.ts";
import { findNeighbors } from "../distance/findNeighbors.ts";
import { shortestDistance } from "../distance/shortestDistance.ts";
import { determinant } from "../geometry/determinant.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import { canonicalizeStructure } from "./canonicalizeStructure.ts";
import { createSite } from "./createSite.ts";
import { createStructure } from "./createStructure.ts";
import { createSupercell } from "./createSupercell.ts";
import { primitiveCell } from "./primitiveCell.ts";
import { translateStructure } from "./translateStructure.ts";

const anyMultiples = fc.tuple(
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 3 }),
  fc.integer({ min: 1, max: 3 }),
);

describe("primitiveCell", () => {
  it("finds the cells that pymatgen finds", () => {
    const primitives = textbookCrystals.filter(({ name }) => name.endsWith(", primitive"));
    expect(primitives.length).toBeGreaterThan(3);
    for (const expected of primitives) {
      const found = primitiveCell(textbook(expected.name.replace(", primitive", "")));
      expect(found.sites).toHaveLength(expected.elements.length);
      expect(latticeVolume(found.lattice)).toBeCloseTo(expected.volume, 8);
      expectSameDescription(
        canonicalizeStructure(found),
        canonicalizeStructure(toStructure(expected)),
      );
    }
  });

  it("takes a supercell back, in any disguise", () => {
    fc.assert(
      fc.property(anyStructure, anyMultiples, anyDisguise, (structure, multiples, how) => {
        // Two atoms of a kind at one place are no crystal.
        fc.pre(shortestDistance(structure) > 0.1);
        const supercell = createSupercell(structure, multiples);
        fc.pre(supercell.sites.length <= how.order.length);
        const found = primitiveCell(disguise(supercell, how));
        const expected = primitiveCell(structure);
        expect(found.sites).toHaveLength(expected.sites.length);
        expect(latticeVolume(found.lattice) / latticeVolume(expected.lattice)).toBeCloseTo(1, 6);
        const distances = (of: typeof found): number =>
          findNeighbors(of, 4)
            .filter(({ distance }) => distance < 3.99)
            .reduce((sum, { distance }) => sum + distance, 0);
        expect(distances(found)).toBeCloseTo(distances(expected), 4);
      }),
      { numRuns: 60 },
    );
  });

  it("leaves a primitive cell as it is", () => {
    const structure = textbook("rutile TiO2");
    expect(primitiveCell(structure)).toBe(structure);
  });

  it("stays at its place in space, with a short right-handed basis", () => {
    const rockSalt = translateStructure(textbook("rock salt NaCl"), [0.1, 0.2, 0.3]);
    const { lattice, sites } = primitiveCell(rockSalt);
    expect([lattice.a, lattice.b, lattice.c].map((length) => length.toFixed(6))).toEqual(
      Array.from({ length: 3 }, () => (5.64 / Math.SQRT2).toFixed(6)),
    );
    expect(determinant(lattice.matrix)).toBeGreaterThan(0);
    // Cartesian places of the primitive cell are sites of the conventional one.
    const matches = sites.map(({ fractional: [x, y, z], species }) => {
      const { matrix } = lattice;
      const place = [0, 1, 2].map(
        (axis) =>
          (x * (matrix[0][axis] ?? 0) + y * (matrix[1][axis] ?? 0) + z * (matrix[2][axis] ?? 0)) /
          5.64,
      );
      return rockSalt.sites.some(
        (site) =>
          site.species[0]?.element === species[0]?.element &&
          site.fractional.every((value, axis) => {
            const difference = value - (place[axis] ?? NaN);
            return Math.abs(difference - Math.round(difference)) < 1e-9;
          }),
      );
    });
    expect(matches).toEqual([true, true]);
  });

  it("averages positions within the tolerance, and only within it", () => {
    const lattice = createLattice({ a: 8, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const nearly = createStructure(
      lattice,
      ["Na", "Na", "Cl", "Cl"],
      [
        [0, 0, 0],
        [0.5, 0, 0],
        [0.25, 0.5, 0.5],
        [0.75, 0.52, 0.5],
      ],
    );
    expect(primitiveCell(nearly)).toBe(nearly);
    const { sites } = primitiveCell(nearly, { tolerance: 0.1 });
    expect(sites.map(({ fractional }) => fractional[1].toFixed(6)).sort()).toEqual([
      "0.000000",
      "0.510000",
    ]);
  });

  it("keeps sites of different occupancy, charge or element apart", () => {
    const lattice = createLattice({ a: 8, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const at = (x: number): Vector3 => [x, 0, 0];
    for (const other of [
      { element: "Na", occupancy: 0.5 },
      { element: "Na", occupancy: 1, charge: 1 },
      { element: "K", occupancy: 1 },
    ]) {
      const structure = { lattice, sites: [createSite("Na", at(0)), createSite([other], at(0.5))] };
      expect(primitiveCell(structure)).toBe(structure);
    }
  });

  it("takes a thousand cells apart in reasonable time", () => {
    const start = process.cpuUsage();
    const supercell = createSupercell(textbook("caesium chloride"), [10, 10, 10]);
    expect(primitiveCell(supercell).sites).toHaveLength(2);
    const { user } = process.cpuUsage(start);
    expect(user / 1e6).toBeLessThan(15);
  });

  it("finds nothing in an empty cell, and refuses a senseless tolerance", () => {
    const empty = createStructure(
      createLattice({ a: 8, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 }),
      [],
      [],
    );
    expect(primitiveCell(empty)).toBe(empty);
    for (const tolerance of [-1, NaN]) {
      expect(() => primitiveCell(empty, { tolerance })).toThrow(RangeError);
    }
  });
});

describe("translateStructure", () => {
  it("changes no distance, and coming back changes nothing", () => {
    fc.assert(
      fc.property(anyStructure, fc.constantFrom(0.25, 0.5, -0.75, 3), (structure, step) => {
        const moved = translateStructure(structure, [step, -step, 2 * step]);
        expect(moved.lattice).toBe(structure.lattice);
        expectSameDescription(
          translateStructure(moved, [-step, step, -2 * step]),
          structure,
          1e-12,
        );
      }),
    );
  });

  it("refuses a shift that is not finite", () => {
    expect(() => translateStructure(textbook("copper"), [NaN, 0, 0])).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_SITE" }),
    );
  });
});
