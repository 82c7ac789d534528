import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { anyLattice, anyPosition } from "../../test/arbitraries.ts";
import { parameterList, parametersOf, randomLattices } from "../../test/fixtures.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { cartesianToFractional } from "./cartesianToFractional.ts";
import { createLattice } from "./createLattice.ts";
import { fractionalToCartesian } from "./fractionalToCartesian.ts";
import { latticeFromMatrix } from "./latticeFromMatrix.ts";
import { latticeVolume } from "./latticeVolume.ts";
import { reciprocalMatrix } from "./reciprocalMatrix.ts";

describe("createLattice", () => {
  it("orients the vectors as pymatgen does", () => {
    for (const { parameters, matrix, volume } of randomLattices) {
      const lattice = createLattice(parametersOf(parameters));
      expectClose(lattice.matrix.flat(), matrix.flat(), { atol: 1e-9 });
      expectClose([latticeVolume(lattice)], [volume], { rtol: 1e-9 });
    }
  });

  it("has exact zeros for right angles and keeps the parameters", () => {
    const lattice = createLattice({ a: 3, b: 4, c: 5, alpha: 90, beta: 90, gamma: 90 });
    expect(lattice).toEqual({
      a: 3,
      b: 4,
      c: 5,
      alpha: 90,
      beta: 90,
      gamma: 90,
      matrix: [
        [3, 0, 0],
        [0, 4, 0],
        [0, 0, 5],
      ],
    });
  });

  const cube = { a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 };
  it.each([
    { a: 0 },
    { b: -1 },
    { c: NaN },
    { a: Infinity },
    { alpha: 0 },
    { beta: 180 },
    { gamma: NaN },
    { alpha: 30, beta: 30, gamma: 90 },
    { alpha: 120, beta: 120, gamma: 120 },
    { alpha: 150, beta: 150, gamma: 150 },
  ])("refuses %j", (wrong) => {
    expect(() => createLattice({ ...cube, ...wrong })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_LATTICE" }),
    );
  });
});

describe("latticeFromMatrix", () => {
  it("is the inverse of createLattice", () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const { matrix, ...parameters } = lattice;
        expectClose(parameterList(latticeFromMatrix(matrix)), parameterList(parameters), {
          rtol: 1e-9,
        });
      }),
    );
  });

  it("keeps the matrix, and accepts left-handed vectors", () => {
    const matrix = [
      [-1, 0, 0],
      [0, 2, 0],
      [0, 0, 3],
    ] as const;
    expect(latticeFromMatrix(matrix)).toMatchObject({ matrix, a: 1, b: 2, c: 3, alpha: 90 });
    expect(latticeVolume(latticeFromMatrix(matrix))).toBe(6);
  });

  it.each([[[0, 0, 0]], [[1, 1, 0]], [[NaN, 0, 0]], [[Infinity, 0, 0]]] as const)(
    "refuses a first vector %p beside x and y",
    (first) => {
      expect(() =>
        latticeFromMatrix([
          [first[0], first[1], first[2]],
          [1, 0, 0],
          [0, 1, 0],
        ]),
      ).toThrow(expect.objectContaining({ code: "CRYSTAL_INVALID_LATTICE" }));
    },
  );
});

describe("reciprocalMatrix", () => {
  it("agrees with pymatgen's crystallographic reciprocal lattice", () => {
    for (const { parameters, reciprocal } of randomLattices) {
      expectClose(
        reciprocalMatrix(createLattice(parametersOf(parameters))).flat(),
        reciprocal.flat(),
        { atol: 1e-9 },
      );
    }
  });

  it("is dual to the lattice", () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const [a, b, c] = reciprocalMatrix(lattice);
        const product = multiplyMatrices(lattice.matrix, [
          [a[0], b[0], c[0]],
          [a[1], b[1], c[1]],
          [a[2], b[2], c[2]],
        ]);
        expectClose(product.flat(), [1, 0, 0, 0, 1, 0, 0, 0, 1], { atol: 1e-10 });
      }),
    );
  });
});

describe("fractionalToCartesian", () => {
  it("is undone by cartesianToFractional", () => {
    fc.assert(
      fc.property(anyLattice, anyPosition, (lattice, position) => {
        const cartesian = fractionalToCartesian(lattice, position);
        expectClose(cartesianToFractional(lattice, cartesian), position, { atol: 1e-10 });
      }),
    );
  });
});
