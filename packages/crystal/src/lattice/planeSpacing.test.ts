import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import fc from "fast-check";
import { anyLattice, anyRotation, anyUnimodular } from "../../test/arbitraries.ts";
import { parameterList, parametersOf, randomLattices } from "../../test/fixtures.ts";
import { dotProduct } from "../geometry/dotProduct.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { createLattice } from "./createLattice.ts";
import { latticeFromMatrix } from "./latticeFromMatrix.ts";
import { latticeVolume } from "./latticeVolume.ts";
import { metricTensor } from "./metricTensor.ts";
import { planeSpacing } from "./planeSpacing.ts";
import { reciprocalLattice } from "./reciprocalLattice.ts";

const anyIndices = fc
  .tuple(
    fc.integer({ min: -6, max: 6 }),
    fc.integer({ min: -6, max: 6 }),
    fc.integer({ min: -6, max: 6 }),
  )
  .filter((indices) => indices.some((index) => index !== 0));

describe("metricTensor", () => {
  it("holds the squares of the lengths and the cosines", () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const { a, b, c, alpha, beta, gamma } = lattice;
        const cosine = (angle: number): number => Math.cos((angle * Math.PI) / 180);
        const [[aa, ab, ac], [ba, bb, bc], [ca, cb, cc]] = metricTensor(lattice);
        expectClose([aa, bb, cc], [a * a, b * b, c * c], { rtol: 1e-12 });
        expectClose(
          [bc, ac, ab],
          [b * c * cosine(alpha), a * c * cosine(beta), a * b * cosine(gamma)],
          { atol: 1e-10 },
        );
        expect([ba, ca, cb]).toEqual([ab, ac, bc]);
      }),
    );
  });

  it("does not depend on the orientation", () => {
    fc.assert(
      fc.property(anyLattice, anyRotation, (lattice, rotation) => {
        const turned = latticeFromMatrix(multiplyMatrices(lattice.matrix, rotation));
        expectClose(metricTensor(turned).flat(), metricTensor(lattice).flat(), { atol: 1e-9 });
      }),
    );
  });
});

describe("reciprocalLattice", () => {
  it("agrees with pymatgen's crystallographic reciprocal lattice", () => {
    for (const { parameters, reciprocal, volume } of randomLattices) {
      const lattice = reciprocalLattice(createLattice(parametersOf(parameters)));
      expectClose(lattice.matrix.flat(), reciprocal.flat(), { atol: 1e-9 });
      expectClose([latticeVolume(lattice)], [1 / volume], { rtol: 1e-9 });
    }
  });

  it("is its own inverse", () => {
    fc.assert(
      fc.property(anyLattice, (lattice) => {
        const twice = reciprocalLattice(reciprocalLattice(lattice));
        expectClose(twice.matrix.flat(), lattice.matrix.flat(), { atol: 1e-8 });
        expectClose(parameterList(twice), parameterList(lattice), { rtol: 1e-8 });
      }),
    );
  });

  it("has an angle of 60 degrees for a hexagonal lattice", () => {
    const { a, c, alpha, gamma } = reciprocalLattice(
      createLattice({ a: 4, b: 4, c: 5, alpha: 90, beta: 90, gamma: 120 }),
    );
    expectClose([a, c, alpha, gamma], [1 / (4 * Math.sin(Math.PI / 3)), 0.2, 90, 60], {
      rtol: 1e-12,
    });
  });
});

describe("planeSpacing", () => {
  it("is that of the textbook in cubic and hexagonal lattices", () => {
    const silicon = createLattice({ a: 5.431, b: 5.431, c: 5.431, alpha: 90, beta: 90, gamma: 90 });
    expect(planeSpacing(silicon, [1, 1, 1])).toBeCloseTo(5.431 / Math.sqrt(3), 12);
    expect(planeSpacing(silicon, [0, 2, -2])).toBeCloseTo(5.431 / Math.sqrt(8), 12);
    const [a, c] = [4.99, 17.06];
    const calcite = createLattice({ a, b: a, c, alpha: 90, beta: 90, gamma: 120 });
    const hexagonal = 1 / Math.sqrt((4 / 3) * ((1 + 0 + 0) / a ** 2) + 16 / c ** 2);
    expect(planeSpacing(calcite, [1, 0, 4])).toBeCloseTo(hexagonal, 12);
  });

  it("is the distance of points of neighbouring planes along their normal", () => {
    fc.assert(
      fc.property(anyLattice, anyIndices, (lattice, indices) => {
        const normal = multiplyRow(indices, reciprocalLattice(lattice).matrix);
        const unit = normal.map((value) => value / Math.hypot(...normal)) as unknown as Vector3;
        const spacing = planeSpacing(lattice, indices);
        // a, b and c lead from the plane through the origin to those of number h, k and l.
        expectClose(
          lattice.matrix.map((row) => dotProduct(row, unit) / spacing),
          indices,
          { atol: 1e-8 },
        );
      }),
    );
  });

  it("belongs to the crystal, not to the basis", () => {
    fc.assert(
      fc.property(anyLattice, anyUnimodular, anyIndices, (lattice, unimodular, indices) => {
        const other = latticeFromMatrix(multiplyMatrices(unimodular, lattice.matrix));
        // Miller indices change as the vectors do.
        const [h, k, l] = indices;
        const changed = unimodular.map(([x, y, z]) => x * h + y * k + z * l) as unknown as Vector3;
        expectClose([planeSpacing(other, changed)], [planeSpacing(lattice, indices)], {
          rtol: 1e-7,
        });
      }),
    );
  });

  it.each([[[0, 0, 0]], [[1.5, 0, 0]], [[NaN, 0, 1]], [[Infinity, 0, 0]]] as const)(
    "refuses the indices %j",
    (indices) => {
      const cube = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
      expect(() => planeSpacing(cube, [indices[0], indices[1], indices[2]])).toThrow(RangeError);
    },
  );
});

describe("lattices near an edge", () => {
  it("keep an angle that is a ten-thousandth of a degree from a right one", () => {
    const lattice = createLattice({ a: 5, b: 6, c: 7, alpha: 90, beta: 90.0001, gamma: 89.9999 });
    const again = latticeFromMatrix(lattice.matrix);
    expectClose(parameterList(again), parameterList(lattice), { rtol: 1e-13 });
    expectClose([reciprocalLattice(lattice).beta - 90], [-0.0001], { atol: 1e-9 });
  });

  it("are refused where they are so flat that rounding decides, and measured where they are not", () => {
    const flat = { a: 5, b: 5, c: 5, alpha: 40, beta: 50, gamma: 90 };
    expect(() => createLattice(flat)).toThrow(
      expect.objectContaining({ code: "CRYSTAL_INVALID_LATTICE" }),
    );
    const lattice = createLattice({ ...flat, gamma: 89.99 });
    const again = latticeFromMatrix(lattice.matrix);
    expectClose(parameterList(again), parameterList(lattice), { rtol: 1e-8 });
    expect(latticeVolume(lattice)).toBeGreaterThan(0);
  });

  it("may be as small as a nucleus or as large as a house", () => {
    for (const size of [1e-5, 1e11]) {
      const lattice = createLattice({
        a: size,
        b: 2 * size,
        c: size,
        alpha: 90,
        beta: 100,
        gamma: 90,
      });
      expectClose(parameterList(latticeFromMatrix(lattice.matrix)), parameterList(lattice), {
        rtol: 1e-12,
      });
      expectClose([latticeVolume(reciprocalLattice(lattice)) * latticeVolume(lattice)], [1], {
        rtol: 1e-12,
      });
    }
  });
});
