import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { anyStructure } from "../../test/arbitraries.ts";
import { supercellFixtures, textbook, toStructure } from "../../test/fixtures.ts";
import { compositionOf } from "../composition/compositionOf.ts";
import { neighborsBySite } from "../distance/neighborsBySite.ts";
import { periodicDistance } from "../distance/periodicDistance.ts";
import { determinant } from "../geometry/determinant.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import { createSite } from "./createSite.ts";
import { createStructure } from "./createStructure.ts";
import { createSupercell } from "./createSupercell.ts";
import { siteElement } from "./siteElement.ts";
import type { Structure } from "./structure.ts";

const cube = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
const anyScaling = fc
  .array(fc.integer({ min: -3, max: 3 }), { minLength: 9, maxLength: 9 })
  .map(
    ([p, q, r, s, t, u, v, w, x]) =>
      [
        [p, q, r],
        [s, t, u],
        [v, w, x],
      ] as unknown as Matrix3,
  )
  .filter((matrix) => determinant(matrix) !== 0 && Math.abs(determinant(matrix)) <= 24);

/** Distances to the neighbours of each site, without those at the edge, with the element seen. */
function shells(structure: Structure, radius: number): readonly (readonly [string, number])[][] {
  return neighborsBySite(structure, radius).map((neighbors) =>
    neighbors
      .filter(({ distance }) => distance < radius - 1e-6)
      .map(({ to, distance }): readonly [string, number] => {
        const site = structure.sites[to];
        return [site === undefined ? "" : siteElement(site), distance];
      })
      .sort((left, right) => left[0].localeCompare(right[0]) || left[1] - right[1]),
  );
}

describe("createSupercell", () => {
  it("makes the cells that pymatgen makes", () => {
    for (const fixture of supercellFixtures) {
      const supercell = createSupercell(toStructure(fixture), fixture.scaling);
      expectClose(supercell.lattice.matrix.flat(), fixture.supercell.matrix.flat(), { atol: 1e-9 });
      expect(supercell.sites).toHaveLength(fixture.supercell.elements.length);
      // Every site of ours is one of theirs; the orders differ.
      const free = new Set(fixture.supercell.elements.keys());
      for (const site of supercell.sites) {
        const partner = [...free].find(
          (index) =>
            fixture.supercell.elements[index] === siteElement(site) &&
            periodicDistance(
              supercell.lattice,
              site.fractional,
              fixture.supercell.fractional[index] ?? [NaN, 0, 0],
            ) < 1e-8,
        );
        expect(partner).toBeDefined();
        free.delete(partner ?? -1);
      }
    }
  });

  it("scales composition and volume and changes no distance", () => {
    fc.assert(
      fc.property(anyStructure, anyScaling, (structure, matrix) => {
        const count = Math.abs(determinant(matrix));
        const supercell = createSupercell(structure, matrix);
        expect(supercell.sites).toHaveLength(count * structure.sites.length);
        expect(latticeVolume(supercell.lattice) / latticeVolume(structure.lattice)).toBeCloseTo(
          count,
          6,
        );
        expect(compositionOf(supercell)).toEqual(
          Object.fromEntries(
            Object.entries(compositionOf(structure)).map(([key, amount]) => [key, amount * count]),
          ),
        );
        // The images of a site stand together, so each must see what the site saw.
        const before = shells(structure, 4);
        for (const [index, after] of shells(supercell, 4).entries()) {
          const expected = before[Math.floor(index / count)] ?? [];
          expect(after.map(([element]) => element)).toEqual(expected.map(([element]) => element));
          expectClose(
            after.map(([, distance]) => distance),
            expected.map(([, distance]) => distance),
            { atol: 1e-7 },
          );
        }
      }),
      { numRuns: 50 },
    );
  });

  it("keeps fractions exact and angles as they were given", () => {
    const lattice = createLattice({ a: 4, b: 5, c: 6, alpha: 81.3, beta: 90.0001, gamma: 97 });
    const { sites, lattice: large } = createSupercell(
      createStructure(lattice, ["Na"], [[0, 0.5, 0]]),
      [3, 2, 1],
    );
    expect(sites.map(({ fractional }) => fractional)).toEqual([
      [0, 0.25, 0],
      [0, 0.75, 0],
      [1 / 3, 0.25, 0],
      [1 / 3, 0.75, 0],
      [2 / 3, 0.25, 0],
      [2 / 3, 0.75, 0],
    ]);
    expect(large).toMatchObject({ a: 12, b: 10, c: 6, alpha: 81.3, beta: 90.0001, gamma: 97 });
  });

  it("adds up no error along a thousand cells", () => {
    const { sites } = createSupercell(createStructure(cube, ["Na"], [[0, 0, 0]]), [1000, 1, 1]);
    expect(sites.map(({ fractional: [x] }) => x)).toEqual(
      Array.from({ length: 1000 }, (_, index) => index / 1000),
    );
  });

  it("turns the primitive cell of a face-centred lattice into the cube", () => {
    const primitive = createStructure(
      latticeFromMatrix([
        [0, 2, 2],
        [2, 0, 2],
        [2, 2, 0],
      ]),
      ["Cu"],
      [[0, 0, 0]],
    );
    const { lattice, sites } = createSupercell(primitive, [
      [-1, 1, 1],
      [1, -1, 1],
      [1, 1, -1],
    ]);
    expect(lattice).toMatchObject({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    expect(sites.map(({ fractional }) => fractional.join()).sort()).toEqual([
      "0,0,0",
      "0,0.5,0.5",
      "0.5,0,0.5",
      "0.5,0.5,0",
    ]);
  });

  it("keeps species, labels and the hand", () => {
    const mixed = [
      { element: "K", occupancy: 0.25, charge: 1 },
      { element: "Na", occupancy: 0.75, charge: 1 },
    ];
    const supercell = createSupercell(
      { lattice: cube, sites: [createSite(mixed, [0.1, 0.2, 0.3], "M1")] },
      [
        [0, 1, 0],
        [2, 0, 0],
        [0, 0, 1],
      ],
    );
    expect(supercell.sites).toHaveLength(2);
    expect(supercell.sites.map(({ label, species }) => ({ label, species }))).toEqual([
      { label: "M1", species: mixed },
      { label: "M1", species: mixed },
    ]);
    expect(determinant(supercell.lattice.matrix)).toBeLessThan(0);
    expectClose(
      supercell.sites.flatMap(({ fractional }) => fractional),
      [0.2, 0.05, 0.3, 0.2, 0.55, 0.3],
      { atol: 1e-15 },
    );
  });

  it.each([
    [[0, 1, 1]],
    [[1.5, 1, 1]],
    [[NaN, 1, 1]],
    [[1e9, 1e9, 1]],
    [[300, 300, 300]],
    [
      [
        [1, 2, 3],
        [2, 4, 6],
        [0, 0, 1],
      ],
    ],
  ])("refuses %j", (matrix) => {
    expect(() => createSupercell(textbook("copper"), matrix as unknown as Matrix3)).toThrow(
      RangeError,
    );
  });
});
