import { createLattice, createStructure } from "@ftcp/crystal";
import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import * as fc from "fast-check";

import { millerPlanes } from "../layout/millerPlanes.ts";
import { structureFactors, type StructureFactors } from "./structureFactors.ts";

type Vector = readonly [number, number, number];
const coordinate = fc.double({ min: 0, max: 1, noNaN: true });
const position = fc.tuple(coordinate, coordinate, coordinate);
const planes = millerPlanes(3);
const methods = ["direct", "fft"] as const;

/** Any integers up to a size. */
const indices = (size: number): fc.Arbitrary<Vector> => {
  const index = fc.integer({ min: -size, max: size });
  return fc.tuple(index, index, index);
};

/** Sites with a few real weights each. */
const weightedSites = (columns: number): fc.Arbitrary<[Vector, number[]][]> =>
  fc.array(
    fc.tuple(
      position,
      fc.array(
        fc
          .double({ min: -9, max: 9, noNaN: true })
          .map((weight) => (Math.abs(weight) < 1e-200 ? 0 : weight)),
        {
          minLength: columns,
          maxLength: columns,
        },
      ),
    ),
    { minLength: 1, maxLength: 20 },
  );

/** Eq. 1 term by term. */
function plainSum(sites: readonly Vector[], plane: Vector, z: readonly number[]): [number, number] {
  let re = 0;
  let im = 0;
  sites.forEach(([x, y, w], site) => {
    const phase = -2 * Math.PI * (plane[0] * x + plane[1] * y + plane[2] * w);
    re += (z[site] ?? 0) * Math.cos(phase);
    im += (z[site] ?? 0) * Math.sin(phase);
  });
  return [re, im];
}

const modulus = ({ real, imaginary }: StructureFactors): number[] =>
  Array.from(real, (re, index) => Math.hypot(re, imaginary[index] ?? 0));

const split = (
  atoms: readonly (readonly [Vector, number[]])[],
): { positions: Vector[]; weights: number[][] } => ({
  positions: atoms.map(([site]) => site),
  weights: atoms.map(([, row]) => row),
});

const total = (weights: readonly number[][], column = 0): number =>
  weights.reduce((sum, row) => sum + Math.abs(row[column] ?? 0), 0);

describe("structureFactors", () => {
  it("gives the extinctions of a body-centred cell", () => {
    const positions: Vector[] = [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
    ];
    const { real, imaginary, shape } = structureFactors({ positions, weights: [[1], [1]] }, [
      [1, 0, 0],
      [1, 1, 0],
      [1, 1, 1],
    ]);
    expect(shape).toEqual([3, 1]);
    expectClose(real, [0, 2, 0], { atol: 1e-15 });
    expectClose(imaginary, [0, 0, 0], { atol: 1e-15 });
  });

  it("has the sign of Eq. 1: an atom at x = 1/4 gives F(100) = -i", () => {
    const source = { positions: [[0.25, 0, 0]] as const, weights: [[1]] };
    const { real, imaginary } = structureFactors(source, [[1, 0, 0]]);
    expectClose([real[0] ?? 0, imaginary[0] ?? 0], [0, -1], { atol: 1e-15 });
  });

  it("takes a crystal: electrons, shared and vacant sites by occupancy", () => {
    const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
    const ordered = createStructure(
      lattice,
      ["Cs", "Cl"],
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
    );
    expectClose(structureFactors(ordered, [[1, 0, 0]]).real, [55 - 17], { atol: 1e-13 });
    const mixed = {
      lattice,
      sites: [
        {
          species: [
            { element: "Na", occupancy: 0.5 },
            { element: "D", occupancy: 0.25 },
          ],
          fractional: [0, 0, 0] as const,
        },
      ],
    };
    expectClose(structureFactors(mixed, [[1, 0, 0]]).real, [5.75], { atol: 1e-13 });
  });

  it("equals the plain sum to 1e-12, directly, for indices to 200 and any plane list", () => {
    fc.assert(
      fc.property(
        weightedSites(2),
        fc.array(indices(200), { minLength: 1, maxLength: 8 }),
        (atoms, list) => {
          const { positions, weights } = split(atoms);
          const result = structureFactors({ positions, weights }, list, { method: "direct" });
          list.forEach((plane, row) => {
            for (const column of [0, 1]) {
              const z = weights.map((properties) => properties[column] ?? 0);
              const at = 2 * row + column;
              expectClose(
                [result.real[at] ?? Number.NaN, result.imaginary[at] ?? Number.NaN],
                plainSum(positions, plane, z),
                { rtol: 0, atol: 1e-12 * total(weights, column) },
              );
            }
          });
        },
      ),
    );
  });

  it.each([1e-4, 1e-6, 1e-8, 1e-10, 1e-12])(
    "by FFT equals the direct sum within the tolerance asked for, %d",
    (tolerance) => {
      fc.assert(
        fc.property(
          weightedSites(2),
          fc.array(indices(12), { minLength: 1, maxLength: 30 }),
          (atoms, list) => {
            const source = split(atoms);
            const direct = structureFactors(source, list, { method: "direct" });
            const fft = structureFactors(source, list, { method: "fft", tolerance });
            expect([direct.method, fft.method]).toEqual(["direct", "fft"]);
            expect(fft.errorBound).toBeLessThanOrEqual(tolerance);
            for (const column of [0, 1]) {
              const pick = (values: Float64Array): Float64Array =>
                values.filter((_, at) => at % 2 === column);
              const allowed = {
                rtol: 0,
                atol: (fft.errorBound + direct.errorBound) * total(source.weights, column),
              };
              expectClose(pick(fft.real), pick(direct.real), allowed);
              expectClose(pick(fft.imaginary), pick(direct.imaginary), allowed);
            }
          },
        ),
        { numRuns: 25 },
      );
    },
  );

  it.each(methods)("by %s has |F| invariant under a shift of the origin", (method) => {
    fc.assert(
      fc.property(weightedSites(1), position, (atoms, shift) => {
        const { positions, weights } = split(atoms);
        const moved = positions.map(([x, y, z]): Vector => [
          x + shift[0],
          y + shift[1],
          z + shift[2],
        ]);
        const one = structureFactors({ positions, weights }, planes, { method });
        const two = structureFactors({ positions: moved, weights }, planes, { method });
        expectClose(modulus(two), modulus(one), { rtol: 0, atol: 1e-12 * total(weights) });
      }),
      { numRuns: 50 },
    );
  });

  it.each(methods)("by %s has F(-h) = F(h)* and F(000) = Σ Z", (method) => {
    fc.assert(
      fc.property(weightedSites(1), indices(9), (atoms, [h, k, l]) => {
        const source = split(atoms);
        const list: Vector[] = [
          [h, k, l],
          [-h, -k, -l],
          [0, 0, 0],
        ];
        const { real, imaginary } = structureFactors(source, list, { method });
        const sum = source.weights.reduce((partial, [z]) => partial + (z ?? 0), 0);
        const allowed = { rtol: 0, atol: 1e-12 * total(source.weights) };
        expectClose(
          [real[1] ?? 0, imaginary[1] ?? 0],
          [real[0] ?? 0, -(imaginary[0] ?? 0)],
          allowed,
        );
        expectClose([real[2] ?? 0, imaginary[2] ?? 0], [sum, 0], allowed);
      }),
      { numRuns: 50 },
    );
  });

  it.each(methods)(
    "by %s of a supercell is det · F at its planes N·h and zero elsewhere",
    (method) => {
      const multiple = fc.integer({ min: 1, max: 3 });
      fc.assert(
        fc.property(
          weightedSites(1),
          fc.tuple(multiple, multiple, multiple),
          indices(8),
          (atoms, [na, nb, nc], [h, k, l]) => {
            const small = split(atoms);
            const big: [Vector, number[]][] = [];
            for (const [[x, y, z], row] of atoms) {
              for (let a = 0; a < na; a++) {
                for (let b = 0; b < nb; b++) {
                  for (let c = 0; c < nc; c++) {
                    big.push([[(x + a) / na, (y + b) / nb, (z + c) / nc], row]);
                  }
                }
              }
            }
            const determinant = na * nb * nc;
            const allowed = { rtol: 0, atol: 2e-12 * determinant * total(small.weights) };
            const whole = structureFactors(split(big), [[h, k, l]], { method });
            if (h % na === 0 && k % nb === 0 && l % nc === 0) {
              const part = structureFactors(small, [[h / na, k / nb, l / nc]], { method });
              expectClose(
                [whole.real[0] ?? 0, whole.imaginary[0] ?? 0],
                [determinant * (part.real[0] ?? 0), determinant * (part.imaginary[0] ?? 0)],
                allowed,
              );
            } else {
              expectClose([whole.real[0] ?? 0, whole.imaginary[0] ?? 0], [0, 0], allowed);
            }
          },
        ),
        { numRuns: 100 },
      );
    },
  );

  it("sums equal rows of weights once, in whatever arrays they come, with the same result", () => {
    const sodium = [11, 0, 1];
    const positions: Vector[] = [
      [0.1, 0.2, 0.3],
      [0.7, 0.4, 0.9],
      [0.5, 0.1, 0.6],
    ];
    const shared = structureFactors({ positions, weights: [sodium, [17, 0, -1], sodium] }, planes);
    const apart = structureFactors(
      { positions, weights: [sodium, Float32Array.of(17, 0, -1), [...sodium]] },
      Int32Array.from(planes.flat()),
    );
    expect(apart).toEqual(shared);
    expectClose(
      shared.real.filter((_, at) => at % 3 === 0),
      planes.map((plane) => plainSum(positions, plane, [11, 17, 11])[0]),
      { rtol: 0, atol: 1e-12 * 39 },
    );
  });

  it("adds many sites without losing digits", () => {
    // 100,000 times the same site: every rounding error points the same way.
    const count = 100_000;
    const positions = Array.from({ length: count }, (): Vector => [0.1, 0.2, 0.3]);
    const weights = positions.map((_, site) => [1 + (site % 7)]);
    const sum = total(weights);
    for (const method of methods) {
      const { real, errorBound } = structureFactors({ positions, weights }, [[1, 2, 3]], {
        method,
      });
      expect(errorBound).toBeLessThan(1e-12);
      expectClose(real, [sum * Math.cos(2 * Math.PI * 1.4)], { rtol: 0, atol: errorBound * sum });
    }
  });

  it("chooses the direct sum for a small cell and the FFT for many sites and planes", () => {
    const positions = Array.from({ length: 4000 }, (_, site): Vector => [
      (site * 0.618) % 1,
      (site * 0.414) % 1,
      (site * 0.732) % 1,
    ]);
    const weights = positions.map(() => [1]);
    const many = millerPlanes(28);
    expect(many.length).toBeGreaterThan(10_000);
    expect(structureFactors({ positions, weights }, many).method).toBe("fft");
    expect(structureFactors({ positions, weights }, planes).method).toBe("direct");
    const few = { positions: positions.slice(0, 20), weights: weights.slice(0, 20) };
    expect(structureFactors(few, many).method).toBe("direct");
    // Not the FFT where its grid would not fit, although it would be faster.
    const limited = structureFactors({ positions, weights }, many, { memoryLimit: 1e6 });
    expect(limited.method).toBe("direct");
  });

  it("says what it cannot do", () => {
    const source = { positions: [[0.1, 0.2, 0.3]] as const, weights: [[1]] };
    for (const method of ["auto", ...methods] as const) {
      expect(() => structureFactors(source, planes, { method, tolerance: 1e-15 })).toThrow(
        expect.objectContaining({
          code: "FEATURIZE_TOLERANCE_UNREACHABLE",
          data: { limit: expect.any(Number) },
        }),
      );
    }
    expect(() => structureFactors(source, [[60_000, 60_000, 60_000]], { method: "fft" })).toThrow(
      expect.objectContaining({
        code: "FEATURIZE_GRID_TOO_LARGE",
        data: { count: expect.any(Number), limit: 2 ** 30 },
      }),
    );
    expectClose(
      structureFactors(source, [[60_000, 60_000, 60_000]]).real,
      [Math.cos(2 * Math.PI * 0)], // 0.6 * 60,000 turns
      { atol: 1e-10 }, // 0.1 in binary is not a tenth
    );
  });

  it("refuses lists that do not belong together and broken indices", () => {
    const positions: Vector[] = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    expect(() => structureFactors({ positions, weights: [] }, planes)).toThrow(RangeError);
    expect(() => structureFactors({ positions, weights: [[1], [1, 2]] }, planes)).toThrow(
      RangeError,
    );
    const source = { positions, weights: [[1], [1]] };
    expect(() => structureFactors(source, [[0.5, 0, 0]])).toThrow(RangeError);
    expect(() => structureFactors(source, [[65_536, 0, 0]])).toThrow(RangeError);
    expect(() => structureFactors(source, Int32Array.of(1, 2))).toThrow(RangeError);
    expect(() => structureFactors(source, planes, { tolerance: 0 })).toThrow(RangeError);
  });

  it("gives no numbers for no sites, no planes or no properties", () => {
    const nothing = { positions: [], weights: [] };
    expect(structureFactors(nothing, planes).shape).toEqual([32, 0]);
    const source = { positions: [[0, 0, 0]] as const, weights: [[1]] };
    for (const method of methods) {
      expect(structureFactors(source, [], { method }).real).toHaveLength(0);
      const zero = structureFactors({ ...source, weights: [[0]] }, [[1, 0, 0]], { method });
      expect([...zero.real, ...zero.imaginary]).toEqual([0, 0]);
    }
  });

  it.each(methods)("by %s gives NaN for a NaN coordinate or weight, and only there", (method) => {
    const positions: Vector[] = [
      [Number.NaN, 0, 0],
      [0.1, 0.2, 0.3],
      [0.4, 0.5, 0.6],
    ];
    const weights = [
      [1, 0],
      [1, 1],
      [2, 3],
    ];
    const { real } = structureFactors({ positions, weights }, [[1, 1, 0]], { method });
    expect(real[0]).toBeNaN();
    const clean = structureFactors(
      { positions: positions.slice(1), weights: weights.slice(1) },
      [[1, 1, 0]],
      { method },
    );
    expect(real[1]).toBeCloseTo(clean.real[1] ?? Number.NaN, 11);
    const broken = { positions: positions.slice(1), weights: [[Number.NaN], [1]] };
    expect(structureFactors(broken, [[1, 1, 0]], { method }).real[0]).toBeNaN();
  });
});
