import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { anyDisguise, anyPosition, anyStructure, disguise } from "../../test/arbitraries.ts";
import { neighborFixtures, textbook, toStructure } from "../../test/fixtures.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { createStructure } from "../structure/createStructure.ts";
import type { Structure } from "../structure/structure.ts";
import { translateStructure } from "../structure/translateStructure.ts";
import { closestPair } from "./closestPair.ts";
import { createCellGrid } from "./createCellGrid.ts";
import { findNeighbors } from "./findNeighbors.ts";
import { neighborList } from "./neighborList.ts";
import { neighborsBySite } from "./neighborsBySite.ts";
import { shortestDistance } from "./shortestDistance.ts";
import { visitPairs } from "./visitPairs.ts";

/** At the radius itself rounding decides. */
const edge = 1e-8;

/** The definition: all images in a block of cells that holds the sphere. */
function bruteForce(structure: Structure, radius: number): readonly string[] {
  const { matrix } = structure.lattice;
  const reach = boundingReach(matrix, radius);
  const found: string[] = [];
  for (const [from, { fractional: start }] of structure.sites.entries()) {
    for (const [to, { fractional: end }] of structure.sites.entries()) {
      for (let i = -reach[0]; i <= reach[0]; i++) {
        for (let j = -reach[1]; j <= reach[1]; j++) {
          for (let k = -reach[2]; k <= reach[2]; k++) {
            if (from === to && i === 0 && j === 0 && k === 0) continue;
            const step: Vector3 = [
              end[0] - start[0] + i,
              end[1] - start[1] + j,
              end[2] - start[2] + k,
            ];
            if (Math.hypot(...multiplyRow(step, matrix)) < radius - edge) {
              found.push(`${from} ${to} ${i},${j},${k}`);
            }
          }
        }
      }
    }
  }
  return found.sort();
}

/** Cells to each side that a sphere around any point of the cell can touch, by its heights. */
function boundingReach([a, b, c]: Matrix3, radius: number): Vector3 {
  const cross = (u: Vector3, v: Vector3): Vector3 => [
    u[1] * v[2] - u[2] * v[1],
    u[2] * v[0] - u[0] * v[2],
    u[0] * v[1] - u[1] * v[0],
  ];
  const volume = Math.abs(a[0] * cross(b, c)[0] + a[1] * cross(b, c)[1] + a[2] * cross(b, c)[2]);
  const cells = (u: Vector3, v: Vector3): number =>
    Math.ceil((radius * Math.hypot(...cross(u, v))) / volume) + 1;
  return [cells(b, c), cells(c, a), cells(a, b)];
}

function describePairs(structure: Structure, radius: number): readonly string[] {
  return findNeighbors(structure, radius)
    .filter(({ distance }) => distance < radius - edge)
    .map(({ from, to, offset }) => `${from} ${to} ${offset.join(",")}`)
    .sort();
}

/** A number in [0, 1) that looks random: the fraction of multiples of an irrational, hashed by sine. */
function spread(index: number): number {
  const value = 43758.5453 * Math.sin(12.9898 * (index + 1));
  return value - Math.floor(value);
}

/** Atoms at random places at a density of one in 20 Å³, in a skewed cell. */
function randomCrystal(count: number): Structure {
  const side = Math.cbrt(20 * count);
  return createStructure(
    latticeFromMatrix([
      [side, 0, 0],
      [2.3 * side, side, 0],
      [-1.4 * side, 3.2 * side, side],
    ]),
    Array.from({ length: count }, () => "O"),
    Array.from({ length: count }, (_, site): Vector3 => [
      spread(3 * site),
      spread(3 * site + 1),
      spread(3 * site + 2),
    ]),
  );
}

describe("neighborList", () => {
  it.each(neighborFixtures.map((fixture) => [fixture.name, fixture] as const))(
    "gives the neighbours that pymatgen and ASE give: %s",
    (_name, fixture) => {
      const structure = toStructure(fixture);
      const { starts, distances, count } = neighborList(structure, fixture.radius);
      const bySite = structure.sites.map((_, site) =>
        distances.subarray(starts[site], starts[site + 1]),
      );
      expect(bySite.map(({ length }) => length)).toEqual(fixture.counts);
      expect(count).toBe(fixture.counts.reduce((sum, one) => sum + one, 0));
      expectClose(
        bySite.map((some) => some.reduce((sum, distance) => sum + distance, 0)),
        fixture.distanceSums,
        { rtol: 1e-9 },
      );
      const pairs = new Map(
        findNeighbors(structure, fixture.radius).map((pair) => [
          [pair.from, pair.to, ...pair.offset].join(),
          pair.distance,
        ]),
      );
      for (const [from, to, i, j, k, distance] of fixture.pairs) {
        expect(pairs.get([from, to, i, j, k].join())).toBeCloseTo(distance, 8);
      }
    },
  );

  it("is what the definition says, for any cell and any radius", () => {
    fc.assert(
      fc.property(anyStructure, fc.double({ min: 0, max: 7, noNaN: true }), (structure, radius) => {
        expect(describePairs(structure, radius)).toEqual(bruteForce(structure, radius));
      }),
      { numRuns: 60 },
    );
  });

  it("is what the definition says when the cell is much smaller than the radius", () => {
    const anySmall = fc
      .tuple(
        fc.array(fc.double({ min: -0.6, max: 0.6, noNaN: true }), { minLength: 9, maxLength: 9 }),
        fc.array(anyPosition, { minLength: 1, maxLength: 3 }),
      )
      .map(([[p = 0, q = 0, r = 0, s = 0, t = 0, u = 0, v = 0, w = 0, x = 0], places]) =>
        createStructure(
          latticeFromMatrix([
            [1.5 + p, q, r],
            [s, 1.6 + t, u],
            [v, w, 1.7 + x],
          ]),
          places.map(() => "H"),
          places,
        ),
      );
    fc.assert(
      fc.property(anySmall, (structure) => {
        expect(describePairs(structure, 5)).toEqual(bruteForce(structure, 5));
      }),
      { numRuns: 30 },
    );
  });

  it("is ordered by site, then by distance", () => {
    const { count, from, distances, starts } = neighborList(randomCrystal(200), 5);
    for (let pair = 1; pair < count; pair++) {
      const [before = NaN, now = NaN] = [from[pair - 1], from[pair]];
      expect(
        before < now ||
          (before === now && (distances[pair - 1] ?? NaN) <= (distances[pair] ?? NaN)),
      ).toBe(true);
    }
    expect(starts[200]).toBe(count);
  });

  it("holds every pair in both directions", () => {
    fc.assert(
      fc.property(anyStructure, (structure) => {
        const pairs = findNeighbors(structure, 3);
        const keys = new Set(pairs.map(({ from, to, offset }) => [from, to, ...offset].join()));
        for (const { from, to, offset } of pairs) {
          expect(keys.has([to, from, ...offset.map((value) => 0 - value)].join())).toBe(true);
        }
      }),
    );
  });

  it("sees the same in every basis, orientation and for every choice of origin", () => {
    fc.assert(
      fc.property(anyStructure, anyDisguise, anyPosition, (structure, how, shift) => {
        // A shell near the radius may fall on either side of it.
        const distances = (of: Structure): readonly number[] =>
          [...neighborList(of, 4).distances]
            .filter((distance) => distance < 4 - 1e-6)
            .sort((a, b) => a - b);
        const expected = distances(structure);
        expectClose(distances(disguise(structure, how)), expected, { atol: 1e-6 });
        expectClose(distances(translateStructure(structure, shift)), expected, { atol: 1e-6 });
      }),
      { numRuns: 50 },
    );
  });

  it("counts a shell at exactly the radius", () => {
    const copper = textbook("copper");
    expect(neighborsBySite(copper, 3.615 / Math.SQRT2).map(({ length }) => length)).toEqual([
      12, 12, 12, 12,
    ]);
    expect(neighborsBySite(copper, 3.615).map(({ length }) => length)).toEqual([18, 18, 18, 18]);
  });

  it("counts images of a site that has moved across faces of a skewed cell", () => {
    const lattice = latticeFromMatrix([
      [4, 0, 0],
      [400, 4, 0],
      [-800, 1200, 4],
    ]);
    const one = createStructure(lattice, ["Po"], [[0.9, 0.3, 0.7]]);
    expect(neighborList(one, 4.1).count).toBe(6);
    const { offset } = closestPair(one);
    expect(Math.hypot(...multiplyRow(offset, lattice.matrix))).toBeCloseTo(4, 8);
  });

  it("is empty without sites, and without neighbours", () => {
    const lattice = createLattice({ a: 9, b: 9, c: 9, alpha: 90, beta: 90.0001, gamma: 90 });
    expect(neighborList({ lattice, sites: [] }, 5)).toMatchObject({
      count: 0,
      starts: new Int32Array(1),
    });
    const apart = createStructure(
      lattice,
      ["Na", "K", "K"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
        [0.5, 0.5, 0.4],
      ],
    );
    expect([...neighborList(apart, 1).starts]).toEqual([0, 0, 1, 2]);
    expect(neighborsBySite(apart, 0.5)).toEqual([[], [], []]);
  });

  it("finds two sites at one place, also with radius 0", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const twice = createStructure(
      lattice,
      ["Na", "K"],
      [
        [0.3, 0, 0],
        [0.1 + 0.2, 0, 1],
      ],
    );
    expect(findNeighbors(twice, 0).map(({ from, to }) => [from, to])).toEqual([
      [0, 1],
      [1, 0],
    ]);
  });

  it("does work that grows linearly with the number of atoms", () => {
    const work = [1000, 4000, 16000].map((count) => {
      const { lattice, sites } = randomCrystal(count);
      const grid = createCellGrid(
        lattice,
        sites.map(({ fractional }) => fractional),
        4,
      );
      return visitPairs(grid, 4, false, () => undefined) / count;
    });
    // Distances computed per atom: the same for every size, and few.
    expect(Math.max(...work) / Math.min(...work)).toBeLessThan(1.3);
    expect(Math.max(...work)).toBeLessThan(250);
  });

  it("does little work in a cell that is mostly empty", () => {
    const lattice = createLattice({ a: 3, b: 3, c: 1e5, alpha: 90, beta: 90, gamma: 120 });
    const layer = createStructure(
      lattice,
      ["C", "C"],
      [
        [0, 0, 0],
        [1 / 3, 2 / 3, 0],
      ],
    );
    const grid = createCellGrid(
      lattice,
      [
        [0, 0, 0],
        [1 / 3, 2 / 3, 0],
      ],
      3.1,
    );
    expect(grid.starts.length).toBeLessThan(10);
    // Three neighbours at 1.73 Å and six at 3 Å for each atom.
    expect(neighborList(layer, 3.1).count).toBe(18);
  });

  it.each([-1, NaN, Infinity])("refuses the radius %p", (radius) => {
    expect(() => neighborList(textbook("copper"), radius)).toThrow(RangeError);
  });

  it("refuses a radius that would fill the memory, and says so at once", () => {
    expect(() => neighborList(textbook("copper"), 1000)).toThrow(RangeError);
    const needle = latticeFromMatrix([
      [1e-7, 0, 0],
      [0, 1e4, 0],
      [0, 0, 1e4],
    ]);
    expect(() => neighborList(createStructure(needle, ["H"], [[0, 0, 0]]), 10)).toThrow(RangeError);
  });
});

describe("closestPair", () => {
  it("is the first pair of the list of all neighbours", () => {
    fc.assert(
      fc.property(anyStructure, (structure) => {
        const pairs = findNeighbors(structure, 8);
        fc.pre(pairs.length > 0);
        const { from, to, offset, distance } = closestPair(structure);
        expect(distance).toBeCloseTo(Math.min(...pairs.map((pair) => pair.distance)), 10);
        expect(
          pairs.some(
            (pair) =>
              pair.from === from &&
              pair.to === to &&
              pair.offset.join() === offset.join() &&
              Math.abs(pair.distance - distance) < 1e-10,
          ),
        ).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("finds a pair in the densest packing, where none is nearer than the bound", () => {
    for (const name of ["copper", "copper, primitive"]) {
      expect(shortestDistance(textbook(name))).toBeCloseTo(3.615 / Math.SQRT2, 10);
    }
  });

  it("refuses coordinates that are not finite", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const sites = [
      { species: [{ element: "Na", occupancy: 1 }], fractional: [NaN, 0, 0] as const },
    ];
    expect(() => closestPair({ lattice, sites })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_SITE" }),
    );
  });
});
