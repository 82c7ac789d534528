import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure, createSupercell, translateStructure } from "@ftcp/crystal";
import type { Structure, Vector3 } from "@ftcp/crystal";
import { createRandom } from "@ftcp/random";
import {
  dissimilarity,
  findCoordinations,
  findMostSimilar,
  fingerprintLabels,
  fingerprintSites,
  fingerprintStructure,
} from "@ftcp/fingerprint";

const fcc: readonly Vector3[] = [
  [0, 0, 0],
  [0, 0.5, 0.5],
  [0.5, 0, 0.5],
  [0.5, 0.5, 0],
];

function cubic(a: number, sites: readonly (readonly [string, readonly Vector3[]])[]): Structure {
  return createStructure(
    createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 }),
    sites.flatMap(([element, positions]) => positions.map(() => element)),
    sites.flatMap(([, positions]) => positions),
  );
}
const shift = (by: Vector3): readonly Vector3[] =>
  fcc.map(([x, y, z]): Vector3 => [x + by[0], y + by[1], z + by[2]]);
const rockSalt = cubic(5.64, [
  ["Na", fcc],
  ["Cl", shift([0.5, 0, 0])],
]);
const zincBlende = cubic(5.41, [
  ["Zn", fcc],
  ["S", shift([0.25, 0.25, 0.25])],
]);
const caesiumChloride = cubic(4.12, [
  ["Cs", [[0, 0, 0]]],
  ["Cl", [[0.5, 0.5, 0.5]]],
]);

/** A crystal without symmetry. */
function irregular(seed: number): Structure {
  const random = createRandom(seed);
  const place = (): Vector3 => [random.uniform(), random.uniform(), random.uniform()];
  const lattice = createLattice({ a: 6, b: 7, c: 8, alpha: 80, beta: 95, gamma: 100 });
  return createStructure(
    lattice,
    ["Na", "Ti", "O", "O", "S", "F"],
    Array.from({ length: 6 }, place),
  );
}

describe("fingerprints", () => {
  it("of textbook crystals are those of their motifs", () => {
    const cases = [
      [rockSalt, 6, "octahedral CN_6"],
      [zincBlende, 4, "tetrahedral CN_4"],
      [caesiumChloride, 8, "body-centered cubic CN_8"],
    ] as const;
    for (const [structure, number, motif] of cases) {
      const [coordination] = findCoordinations(structure);
      const likeliest = coordination?.choices.find(({ likelihood }) => likelihood > 0.5);
      expect(likeliest?.number).toBe(number);
      const numbers = fingerprintStructure(structure);
      const valueOf = (label: string): number => numbers[fingerprintLabels.indexOf(label)] ?? NaN;
      expect(valueOf(motif)).toBeGreaterThan(0.75);
    }
    expect(dissimilarity(fingerprintStructure(rockSalt), fingerprintStructure(zincBlende))).toBeGreaterThan(1); // prettier-ignore
  });

  it("do not depend on the cell, the origin and the order of sites", () => {
    const shears: readonly (readonly [Vector3, Vector3, Vector3])[] = [
      [[1, 1, 0], [0, 1, 0], [0, 0, 1]], // prettier-ignore
      [[0, 0, 1], [1, 0, 0], [0, 1, 0]], // prettier-ignore
      [[2, 0, 0], [0, 1, 0], [1, 0, 1]], // prettier-ignore
    ];
    for (const structure of [irregular(1), irregular(2), rockSalt, caesiumChloride]) {
      const own = fingerprintStructure(structure);
      for (const [i, shear] of shears.entries()) {
        const other = translateStructure(createSupercell(structure, shear), [0.1, 0.2, 0.7]);
        const sites = createRandom(i).shuffle(other.sites);
        expect(dissimilarity(own, fingerprintStructure({ ...other, sites }))).toBeLessThan(1e-6);
      }
    }
  });

  it("do not depend on the size, where geometry alone counts", () => {
    const geometry = { distanceCutoffs: false, electronegativityWeight: 0 } as const;
    const small = irregular(3);
    const { a, b, c, alpha, beta, gamma } = small.lattice;
    const lattice = createLattice({ a: 1.1 * a, b: 1.1 * b, c: 1.1 * c, alpha, beta, gamma });
    const left = fingerprintStructure(small, {
      ...geometry,
      porousAdjustment: false,
      searchRadius: 10,
    });
    const right = fingerprintStructure(
      { ...small, lattice },
      { ...geometry, porousAdjustment: false, searchRadius: 11 },
    );
    expect(dissimilarity(left, right)).toBeLessThan(1e-6);
  });

  it("tell likelihoods that add up to 1, and sure neighbours first", () => {
    for (let seed = 10; seed < 20; seed++) {
      for (const { choices, neighbors } of findCoordinations(irregular(seed))) {
        const total = choices.reduce((sum, { likelihood }) => sum + likelihood, 0);
        expect(total).toBeCloseTo(1, 9);
        expect(choices.every(({ number, neighbors: own }) => own.length === number)).toBe(true);
        const weights = neighbors.map(({ weight }) => weight);
        expect(weights).toEqual([...weights].sort((x, y) => y - x));
      }
    }
  });

  it("of an atom too far from all others say that it has no neighbour", () => {
    const lonely = cubic(9, [["He", [[0, 0, 0]]]]);
    const [site = new Float64Array(1)] = fingerprintSites(lonely);
    expect(site.every((value) => value === 0)).toBe(true);
    expect(findCoordinations(lonely)[0]?.choices).toEqual([
      { number: 0, likelihood: 1, neighbors: [] },
    ]);
  });

  it("refuse two atoms at one place, disorder, and an empty cell", () => {
    const twice = cubic(4, [
      ["Na", [[0, 0, 0]]],
      ["Cl", [[0, 0, 0]]],
    ]);
    expect(() => fingerprintStructure(twice)).toThrow(
      expect.objectContaining({ code: "FINGERPRINT_OVERLAPPING_ATOMS", site: 0 }),
    );
    const half = { element: "Na", occupancy: 0.5 };
    const disordered = { ...twice, sites: [{ fractional: [0, 0, 0] as const, species: [half] }] };
    expect(() => fingerprintStructure(disordered)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_DISORDERED_SITE" }),
    );
    expect(() => fingerprintStructure({ ...twice, sites: [] })).toThrow(RangeError);
    expect(() => findCoordinations(rockSalt, { searchRadius: 0 })).toThrow(RangeError);
  });
});

describe("findMostSimilar", () => {
  it("finds the least dissimilar of the known", () => {
    const known = [zincBlende, rockSalt, caesiumChloride].map((each) => fingerprintStructure(each));
    const magnesia = cubic(4.21, [
      ["Mg", fcc],
      ["O", shift([0.5, 0, 0])],
    ]);
    const found = findMostSimilar(fingerprintStructure(magnesia), known);
    expect(found.index).toBe(1);
    expect(found.dissimilarity).toBeLessThan(0.05);
    expect(() => findMostSimilar([1], [])).toThrow(RangeError);
    expect(() => dissimilarity([1], [1, 2])).toThrow(RangeError);
  });
});
