import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { anyLattice, anyRotation, anyUnimodular } from "../../test/arbitraries.ts";
import { parameterList, randomLattices, textbookCrystals } from "../../test/fixtures.ts";
import { determinant } from "../geometry/determinant.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { createLattice } from "./createLattice.ts";
import type { Lattice } from "./lattice.ts";
import { latticeFromMatrix } from "./latticeFromMatrix.ts";
import { latticeVolume } from "./latticeVolume.ts";
import { metricTensor } from "./metricTensor.ts";
import { niggliReduce } from "./niggliReduce.ts";

/** The conditions of International Tables A, table 9.2.2.1 (main and special), broken by a cell. */
function brokenConditions(lattice: Lattice): readonly string[] {
  const [[A, ab, ac], [, B, bc], [, , C]] = metricTensor(lattice);
  const [xi, eta, zeta] = [2 * bc, 2 * ac, 2 * ab];
  // Ten times the tolerance of the reduction.
  const e = 1e-4 * latticeVolume(lattice) ** (2 / 3);
  const equal = (left: number, right: number): boolean => Math.abs(left - right) < e / 20;
  // A product within the tolerance of 0 may count as either.
  const acute = xi > -e && eta > -e && zeta > -e;
  const checks: Record<string, boolean> = {
    "a ≤ b ≤ c": A <= B + e && B <= C + e,
    "all acute or none": acute || (xi <= e && eta <= e && zeta <= e),
    "|ξ| ≤ B": Math.abs(xi) <= B + e,
    "|η| ≤ A": Math.abs(eta) <= A + e,
    "|ζ| ≤ A": Math.abs(zeta) <= A + e,
    "A + B + ξ + η + ζ ≥ 0": A + B + xi + eta + zeta >= -e,
    "A = B": !equal(A, B) || Math.abs(xi) <= Math.abs(eta) + e,
    "B = C": !equal(B, C) || Math.abs(eta) <= Math.abs(zeta) + e,
    "ξ = B": !acute || !equal(xi, B) || zeta <= 2 * eta + e,
    "η = A": !acute || !equal(eta, A) || zeta <= 2 * xi + e,
    "ζ = A": !acute || !equal(zeta, A) || eta <= 2 * xi + e,
    "ξ = -B": acute || !equal(-xi, B) || Math.abs(zeta) <= e,
    "η = -A": acute || !equal(-eta, A) || Math.abs(zeta) <= e,
    "ζ = -A": acute || !equal(-zeta, A) || Math.abs(eta) <= e,
    "sum = 0": acute || !equal(A + B + xi + eta + zeta, 0) || 2 * (A + eta) + zeta <= e,
  };
  return Object.keys(checks).filter((name) => checks[name] === false);
}

describe("niggliReduce", () => {
  it("agrees with spglib on random lattices", () => {
    for (const { matrix, niggli } of randomLattices) {
      expectClose(parameterList(niggliReduce(latticeFromMatrix(matrix)).lattice), niggli, {
        rtol: 1e-6,
      });
    }
  });

  it("agrees with pymatgen on textbook crystals", () => {
    for (const { matrix, niggli } of textbookCrystals) {
      expectClose(parameterList(niggliReduce(latticeFromMatrix(matrix)).lattice), niggli, {
        rtol: 1e-5,
      });
    }
  });

  it("takes the example of Křivý and Gruber to their result", () => {
    const given = { a: 3, b: Math.sqrt(27), c: 2 };
    const cosines = [-5, -4, -22].map((product, index) => {
      const lengths = [given.b * given.c, given.a * given.c, given.a * given.b];
      return product / (2 * (lengths[index] ?? 1));
    });
    const [alpha = 0, beta = 0, gamma = 0] = cosines.map((c) => (Math.acos(c) * 180) / Math.PI);
    const { lattice } = niggliReduce(createLattice({ ...given, alpha, beta, gamma }));
    // (A, B, C, ξ, η, ζ) = (9, 27, 4, -5, -4, -22) gives (4, 9, 9, 9, 3, 4).
    const [[A, ab, ac], [, B, bc], [, , C]] = metricTensor(lattice);
    expectClose([A, B, C, 2 * bc, 2 * ac, 2 * ab], [4, 9, 9, 9, 3, 4], { atol: 1e-9 });
  });

  it("keeps the volume, is right-handed and fulfils the conditions", () => {
    fc.assert(
      fc.property(anyLattice, anyUnimodular, (lattice, unimodular) => {
        const skewed = latticeFromMatrix(multiplyMatrices(unimodular, lattice.matrix));
        const { lattice: reduced, transformation } = niggliReduce(skewed);
        expectClose([determinant(reduced.matrix)], [latticeVolume(lattice)], { rtol: 1e-9 });
        expect(determinant(transformation)).toBe(1);
        expectClose(multiplyMatrices(transformation, skewed.matrix).flat(), reduced.matrix.flat(), {
          atol: 1e-12,
        });
        expect(brokenConditions(reduced)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("is the same for every basis and orientation of a lattice", () => {
    fc.assert(
      fc.property(anyLattice, anyUnimodular, anyRotation, (lattice, unimodular, rotation) => {
        const other = latticeFromMatrix(
          multiplyMatrices(multiplyMatrices(unimodular, lattice.matrix), rotation),
        );
        expectClose(
          parameterList(niggliReduce(other).lattice),
          parameterList(niggliReduce(lattice).lattice),
          { rtol: 1e-6 },
        );
      }),
      { numRuns: 300 },
    );
  });

  it("is the same for every basis of lattices with symmetry", () => {
    const symmetric = fc.constantFrom(...textbookCrystals.map(({ matrix }) => matrix));
    fc.assert(
      fc.property(symmetric, anyUnimodular, anyRotation, (matrix, unimodular, rotation) => {
        const other = latticeFromMatrix(
          multiplyMatrices(multiplyMatrices(unimodular, matrix), rotation),
        );
        const { lattice } = niggliReduce(other);
        expectClose(
          parameterList(lattice),
          parameterList(niggliReduce(latticeFromMatrix(matrix)).lattice),
          { rtol: 1e-6 },
        );
        expect(brokenConditions(lattice)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("is the same for every basis of nearly degenerate lattices", () => {
    // Lengths and angles that are equal, right or 60° but for tiny differences, and long thin cells.
    const near = (...values: number[]): fc.Arbitrary<number> =>
      fc
        .tuple(fc.constantFrom(...values), fc.constantFrom(0, 1e-12, -1e-12, 1e-9, -1e-9))
        .map(([value, difference]) => value * (1 + difference));
    const anySpecial = fc
      .record({
        a: near(3, 4),
        b: near(3, 4),
        c: near(3, 4, 40),
        alpha: near(60, 90, 120),
        beta: near(60, 90, 120),
        gamma: near(60, 90, 120),
      })
      .filter(({ alpha, beta, gamma }) => alpha + beta + gamma < 330 && alpha < beta + gamma - 5)
      .filter(({ alpha, beta, gamma }) => beta < alpha + gamma - 5 && gamma < alpha + beta - 5)
      .map(createLattice);
    fc.assert(
      fc.property(anySpecial, anyUnimodular, anyRotation, (lattice, unimodular, rotation) => {
        const other = latticeFromMatrix(
          multiplyMatrices(multiplyMatrices(unimodular, lattice.matrix), rotation),
        );
        const { lattice: reduced, transformation } = niggliReduce(other);
        expect(transformation.flat().every(Number.isInteger)).toBe(true);
        expect(determinant(transformation)).toBe(1);
        expectClose(parameterList(reduced), parameterList(niggliReduce(lattice).lattice), {
          rtol: 1e-6,
        });
        expect(brokenConditions(reduced)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("ends for lattices at the edge of its tolerance, where the steps go round in circles", () => {
    const hexagonal = niggliReduce(
      latticeFromMatrix([
        [4.999974, 0.000021, -0.000005],
        [-2.499978, 4.330167, -0.000004],
        [-0.000035, 0.000013, 9.800034],
      ]),
    );
    expect(parameterList(hexagonal.lattice).map(Math.round)).toEqual([5, 5, 10, 90, 90, 60]);
    const anyNoise = fc.array(fc.double({ min: -1e-4, max: 1e-4, noNaN: true }), {
      minLength: 9,
      maxLength: 9,
    });
    const symmetric = fc.constantFrom(...textbookCrystals.map(({ matrix }) => matrix));
    fc.assert(
      fc.property(symmetric, anyNoise, anyUnimodular, (matrix, noise, unimodular) => {
        const noisy = matrix.map((row, i) =>
          row.map((value, j) => value + (noise[3 * i + j] ?? 0)),
        ) as unknown as typeof matrix;
        const { lattice } = niggliReduce(latticeFromMatrix(multiplyMatrices(unimodular, noisy)));
        expectClose([latticeVolume(lattice)], [Math.abs(determinant(noisy))], { rtol: 1e-9 });
        expect(brokenConditions(lattice)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it("makes left-handed vectors right-handed", () => {
    const { lattice, transformation } = niggliReduce(
      latticeFromMatrix([
        [-3, 0, 0],
        [0, 4, 0],
        [0, 0, 5],
      ]),
    );
    expect(determinant(lattice.matrix)).toBe(60);
    expect(determinant(transformation)).toBe(-1);
  });

  it("returns a reduced lattice unchanged", () => {
    const lattice = createLattice({ a: 3, b: 4, c: 5, alpha: 90, beta: 95, gamma: 90 });
    const { lattice: reduced, transformation } = niggliReduce(lattice);
    expect(reduced).toBe(lattice);
    expect(determinant(transformation)).toBe(1);
  });

  it("copes with extremely skewed cells", () => {
    const { lattice } = niggliReduce(
      latticeFromMatrix([
        [4, 0, 0],
        [4000, 4, 0],
        [-3996, 8000, 4],
      ]),
    );
    expectClose(parameterList(lattice), [4, 4, 4, 90, 90, 90], { rtol: 1e-9 });
  });
});
