import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import * as fc from "fast-check";

import { millerPlanes } from "../layout/millerPlanes.ts";
import { structureFactors } from "./structureFactors.ts";

type Vector = readonly [number, number, number];
const coordinate = fc.double({ min: 0, max: 1, noNaN: true });
const position = fc.tuple(coordinate, coordinate, coordinate);
const planes = millerPlanes(3);

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

describe("structureFactors", () => {
  it("gives the extinctions of a body-centred cell", () => {
    const one = [1];
    const { real, imaginary } = structureFactors(
      [
        [0, 0, 0],
        [0.5, 0.5, 0.5],
      ],
      [
        [1, 0, 0],
        [1, 1, 0],
        [1, 1, 1],
      ],
      [one, one],
    );
    expectClose(real, [0, 2, 0], { atol: 1e-15 });
    expectClose(imaginary, [0, 0, 0], { atol: 1e-15 });
  });

  it("has the sign of Eq. 1: an atom at x = 1/4 gives F(100) = -i", () => {
    const { real, imaginary } = structureFactors([[0.25, 0, 0]], [[1, 0, 0]], [[1]]);
    expectClose([real[0] ?? 0, imaginary[0] ?? 0], [0, -1], { atol: 1e-15 });
  });

  it("equals the plain sum to 1e-12, for large indices too", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(position, fc.double({ min: -9, max: 9, noNaN: true })), {
          minLength: 1,
          maxLength: 20,
        }),
        fc.tuple(
          fc.integer({ min: -32, max: 32 }),
          fc.integer({ min: -32, max: 32 }),
          fc.integer({ min: -32, max: 32 }),
        ),
        (atoms, plane) => {
          const sites = atoms.map(([site]) => site);
          const z = atoms.map(([, property]) => property);
          const { real, imaginary } = structureFactors(
            sites,
            [plane],
            z.map((property) => [property]),
          );
          const atol = 1e-12 * (1 + z.reduce((sum, property) => sum + Math.abs(property), 0));
          expectClose([real[0] ?? 0, imaginary[0] ?? 0], plainSum(sites, plane, z), { atol });
        },
      ),
    );
  });

  it("has |F| invariant under a shift of the origin, F(-h) conjugate to F(h), F(000) = Σ Z", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(position, fc.integer({ min: 1, max: 103 })), {
          minLength: 1,
          maxLength: 20,
        }),
        position,
        (atoms, shift) => {
          const z = atoms.map(([, number]) => [number]);
          const sites = atoms.map(([site]) => site);
          const moved = sites.map(
            ([x, y, w]) => [x + shift[0], y + shift[1], w + shift[2]] as const,
          );
          const mates = planes.map(([h, k, l]) => [-h, -k, -l] as const);
          const one = structureFactors(sites, planes, z);
          const two = structureFactors(moved, planes, z);
          const three = structureFactors(sites, mates, z);
          const modulus = ({ real, imaginary }: typeof one): number[] =>
            Array.from(real, (re, index) => Math.hypot(re, imaginary[index] ?? 0));
          const total = z.reduce((sum, [number]) => sum + (number ?? 0), 0);
          const tolerance = { atol: 1e-12 * total };
          expectClose(modulus(two), modulus(one), tolerance);
          expectClose(three.real, one.real, tolerance);
          expectClose(
            three.imaginary,
            one.imaginary.map((im) => -im),
            tolerance,
          );
          expect(one.real[0]).toBe(total);
          expect(one.imaginary[0]).toBe(0);
        },
      ),
    );
  });

  it("of a doubled cell is twice F at even indices and zero at odd ones", () => {
    const sites: Vector[] = [
      [0.1, 0.2, 0.3],
      [0.7, 0.4, 0.9],
    ];
    const doubled = sites.flatMap(([x, y, z]): Vector[] => [
      [x / 2, y, z],
      [(x + 1) / 2, y, z],
    ]);
    const small = structureFactors(sites, [[1, 1, 0]], [[3], [5]]);
    const large = structureFactors(
      doubled,
      [
        [2, 1, 0],
        [1, 1, 0],
      ],
      [[3], [3], [5], [5]],
    );
    expectClose(large.real, [2 * (small.real[0] ?? 0), 0], { atol: 1e-14 });
    expectClose(large.imaginary, [2 * (small.imaginary[0] ?? 0), 0], { atol: 1e-14 });
  });

  it("refuses lists that do not belong together and broken indices", () => {
    expect(() => structureFactors([[0, 0, 0]], planes, [])).toThrow(RangeError);
    const sites: Vector[] = [
      [0, 0, 0],
      [0, 0, 0],
    ];
    expect(() => structureFactors(sites, planes, [[1], [1, 2]])).toThrow(RangeError);
    expect(() => structureFactors([[0, 0, 0]], [[0.5, 0, 0]], [[1]])).toThrow(RangeError);
  });

  it("gives NaN for a NaN coordinate", () => {
    expect(structureFactors([[Number.NaN, 0, 0]], [[1, 0, 0]], [[1]]).real[0]).toBeNaN();
  });
});
