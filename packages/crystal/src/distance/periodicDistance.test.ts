import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import {
  anyDisguise,
  anyLattice,
  anyPosition,
  anyStructure,
  anyUnimodular,
  disguise,
} from "../../test/arbitraries.ts";
import { parametersOf, randomLattices, textbook } from "../../test/fixtures.ts";
import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { createStructure } from "../structure/createStructure.ts";
import { findNeighbors } from "./findNeighbors.ts";
import { periodicDistance } from "./periodicDistance.ts";
import { shortestDistance } from "./shortestDistance.ts";

const cube = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });

describe("periodicDistance", () => {
  it("agrees with brute force in random lattices", () => {
    for (const { parameters, from, to, distance } of randomLattices) {
      const lattice = createLattice(parametersOf(parameters));
      expectClose([periodicDistance(lattice, from, to)], [distance], { rtol: 1e-9 });
    }
  });

  it("goes through the faces of the cell, and is 0 between images", () => {
    expect(periodicDistance(cube, [0.1, 0, 0], [0.9, 0, 0])).toBeCloseTo(0.8, 12);
    expect(periodicDistance(cube, [0.25, 0, 0], [-1.75, 3, 1])).toBe(0);
  });

  it("is the true minimum in a skewed cell, beyond the neighbouring cells", () => {
    const skewed = latticeFromMatrix([
      [4, 0, 0],
      [20, 4, 0],
      [-28, 36, 4],
    ]);
    const to = multiplyRow([0.5, 0.5, 0.5], multiplyMatrices(cube.matrix, inverseOf(skewed)));
    expect(periodicDistance(skewed, [0, 0, 0], to)).toBeCloseTo(Math.sqrt(12), 10);
  });

  it("is symmetric and the same in every basis and for every image", () => {
    fc.assert(
      fc.property(
        anyLattice,
        anyPosition,
        anyPosition,
        anyUnimodular,
        (lattice, from, to, unimodular) => {
          const distance = periodicDistance(lattice, from, to);
          const toNew = invertWholeMatrix(unimodular);
          const other = latticeFromMatrix(multiplyMatrices(unimodular, lattice.matrix));
          expectClose(
            [
              periodicDistance(lattice, to, from),
              periodicDistance(lattice, from, [to[0] + 3, to[1] - 1, to[2]]),
              periodicDistance(other, multiplyRow(from, toNew), multiplyRow(to, toNew)),
            ],
            [distance, distance, distance],
            { atol: 1e-8 },
          );
        },
      ),
    );
  });
});

describe("shortestDistance", () => {
  it("is the bond length of caesium chloride and of copper", () => {
    expect(shortestDistance(textbook("caesium chloride"))).toBeCloseTo((4.123 * 3 ** 0.5) / 2, 10);
    expect(shortestDistance(textbook("copper, primitive"))).toBeCloseTo(3.615 / 2 ** 0.5, 10);
  });

  it("counts images of a single site, also along a diagonal", () => {
    expect(shortestDistance(createStructure(cube, ["Na"], [[0, 0, 0]]))).toBe(4);
    const flat = createLattice({ a: 5, b: 5, c: 9, alpha: 90, beta: 90, gamma: 30 });
    const diagonal = 2 * 5 * Math.sin(Math.PI / 12);
    expect(shortestDistance(createStructure(flat, ["Na"], [[0, 0, 0]]))).toBeCloseTo(diagonal, 10);
  });

  it("is 0 for two atoms at one place", () => {
    const twice = createStructure(
      cube,
      ["Na", "K"],
      [
        [0.2, 0.3, 0.4],
        [0.2, 0.3, 0.4],
      ],
    );
    expect(shortestDistance(twice)).toBe(0);
  });

  it("does not exist for an empty cell", () => {
    expect(() => shortestDistance({ lattice: cube, sites: [] })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_NO_SITES" }),
    );
  });
});

describe("findNeighbors", () => {
  it("finds the first two shells of caesium chloride", () => {
    const neighbors = findNeighbors(textbook("caesium chloride"), 4.2);
    expect(neighbors.map(({ from }) => from)).toEqual([
      ...Array.from({ length: 14 }, () => 0),
      ...Array.from({ length: 14 }, () => 1),
    ]);
    const shell = neighbors.slice(0, 14).map(({ to }) => to);
    expect(shell).toEqual([1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]);
  });

  it("gives offsets that lead to the neighbour", () => {
    fc.assert(
      fc.property(anyStructure, (structure) => {
        for (const { from, to, offset, distance } of findNeighbors(structure, 3)) {
          const start = structure.sites[from]?.fractional ?? [NaN, 0, 0];
          const end = structure.sites[to]?.fractional ?? [NaN, 0, 0];
          const step = multiplyRow(
            [
              end[0] + offset[0] - start[0],
              end[1] + offset[1] - start[1],
              end[2] + offset[2] - start[2],
            ],
            structure.lattice.matrix,
          );
          expectClose([Math.hypot(...step)], [distance], { atol: 1e-10 });
        }
      }),
    );
  });

  it("sees the same distances in every description of a crystal", () => {
    fc.assert(
      fc.property(anyStructure, anyDisguise, (structure, how) => {
        const distances = (of: typeof structure): readonly number[] =>
          findNeighbors(of, 4)
            .map(({ distance }) => distance)
            .filter((distance) => distance < 4 - 1e-6)
            .toSorted((left, right) => left - right);
        expectClose(distances(disguise(structure, how)), distances(structure), { atol: 1e-6 });
      }),
      { numRuns: 50 },
    );
  });

  it.each([-1, NaN, Infinity])("refuses the radius %p", (radius) => {
    expect(() => findNeighbors(textbook("copper"), radius)).toThrow(RangeError);
  });
});

function inverseOf({ matrix }: ReturnType<typeof latticeFromMatrix>): typeof matrix {
  // Lower triangular with equal diagonal, so that no code under test is needed.
  const [[d], [p], [q, r]] = matrix;
  return [
    [1 / d, 0, 0],
    [-p / d ** 2, 1 / d, 0],
    [(p * r - q * d) / d ** 3, -r / d ** 2, 1 / d],
  ];
}
