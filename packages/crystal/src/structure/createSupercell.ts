import { determinant } from "../geometry/determinant.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { rowReduce } from "../geometry/rowReduce.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { wrapFractional } from "../geometry/wrapFractional.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import type { Site, Structure } from "./structure.ts";

/** Largest number of sites that is made; more would not fit in memory as objects. */
const largestSiteCount = 2 ** 24;

/**
 * The same crystal in a larger cell, `new vectors = matrix · old vectors`.
 *
 * @param structure - any structure
 * @param matrix - three multiples of a, b, c as `[2, 2, 1]`, or a matrix of whole numbers whose rows are
 *   the new vectors in terms of the old ones; its determinant must not be zero
 * @returns the supercell with `|determinant|` times as many sites, the images of one site next to each
 *   other and in the order of the sites; species and labels are repeated
 * @throws RangeError when a number is not whole, the determinant is zero, or the supercell would have
 *   more than 16,777,216 sites
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_LATTICE` when the new vectors are so skewed that
 *   they (nearly) lie in one plane
 *
 * @remarks
 * Coordinates are `(f + n) · adj(matrix) / determinant`, where the part with the whole vector `n` is
 * computed in whole numbers, so no error adds up however large the cell is: a coordinate 0 gives exact
 * fractions. The crystal stays where it is in space and is never mirrored, also where a negative
 * determinant makes the vectors left-handed. A matrix of determinant 1 or -1 is a mere change of basis.
 *
 * @example
 * ```ts
 * createSupercell(caesiumChloride, [2, 2, 2]).sites.length; // 16
 * // The conventional cell of a face-centred lattice from its primitive one:
 * createSupercell(copperPrimitive, [[-1, 1, 1], [1, -1, 1], [1, 1, -1]]).sites.length; // 4
 * ```
 */
export function createSupercell(structure: Structure, matrix: Vector3 | Matrix3): Structure {
  const rows = toMatrix(matrix);
  const order = determinant(rows);
  const adjugate = adjugateOf(rows);
  if (![...rows.flat(), ...adjugate.flat(), order].every(Number.isSafeInteger) || order === 0) {
    throw new RangeError(
      `A supercell needs whole numbers and a determinant other than zero, not ${rows.join("; ")}.`,
    );
  }
  const count = Math.abs(order);
  if (count * Math.max(structure.sites.length, 1) > largestSiteCount) {
    throw new RangeError(
      `A supercell of ${count} times ${structure.sites.length} sites is more than ${largestSiteCount}.`,
    );
  }
  const shifts = representatives(rows).map((shift) => numerators(shift, adjugate, order));
  const sites: Site[] = [];
  for (const site of structure.sites) {
    const [x, y, z] = site.fractional;
    const base = ([0, 1, 2] as const).map((axis) => {
      const sum = x * adjugate[0][axis] + y * adjugate[1][axis] + z * adjugate[2][axis];
      return order < 0 ? -sum : sum;
    });
    for (const shift of shifts) {
      const coordinate = (axis: 0 | 1 | 2): number =>
        wrapFractional(((base[axis] ?? 0) + (shift[axis] ?? 0)) / count);
      sites.push({ ...site, fractional: [coordinate(0), coordinate(1), coordinate(2)] });
    }
  }
  return { lattice: multiplyLattice(structure.lattice, rows), sites };
}

function toMatrix(matrix: Vector3 | Matrix3): Matrix3 {
  const [first, second, third] = matrix;
  return typeof first === "number"
    ? [
        [first, 0, 0],
        [0, second as number, 0],
        [0, 0, third as number],
      ]
    : (matrix as Matrix3);
}

/** One whole vector for each class of whole vectors that differ by no combination of the rows. */
function representatives(rows: Matrix3): readonly Vector3[] {
  const [[p], [, q], [, , r]] = rowReduce(rows);
  const found: Vector3[] = [];
  for (let i = 0; i < Math.abs(p); i++) {
    for (let j = 0; j < Math.abs(q); j++) {
      for (let k = 0; k < Math.abs(r); k++) found.push([i, j, k]);
    }
  }
  return found;
}

/** `determinant · inverse`, in whole numbers. */
function adjugateOf([a, b, c]: Matrix3): Matrix3 {
  return [
    [b[1] * c[2] - b[2] * c[1], a[2] * c[1] - a[1] * c[2], a[1] * b[2] - a[2] * b[1]],
    [b[2] * c[0] - b[0] * c[2], a[0] * c[2] - a[2] * c[0], a[2] * b[0] - a[0] * b[2]],
    [b[0] * c[1] - b[1] * c[0], a[1] * c[0] - a[0] * c[1], a[0] * b[1] - a[1] * b[0]],
  ];
}

/** What a whole vector adds to new coordinates, times `|order|`; remainders keep products exact. */
function numerators([i, j, k]: Vector3, [a, b, c]: Matrix3, order: number): readonly number[] {
  const count = Math.abs(order);
  return ([0, 1, 2] as const).map((axis) => {
    const sum = i * (a[axis] % count) + j * (b[axis] % count) + k * (c[axis] % count);
    return modulo(order < 0 ? -sum : sum, count);
  });
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}

function multiplyLattice(lattice: Lattice, rows: Matrix3): Lattice {
  const matrix = multiplyMatrices(rows, lattice.matrix);
  const [[p, pq, pr], [qp, q, qr], [rp, rq, r]] = rows;
  const isDiagonal = [pq, pr, qp, qr, rp, rq].every((value) => value === 0);
  // Plain multiples keep the angles as they were given, to the last digit.
  if (isDiagonal && p > 0 && q > 0 && r > 0) {
    return { ...lattice, a: p * lattice.a, b: q * lattice.b, c: r * lattice.c, matrix };
  }
  return latticeFromMatrix(matrix);
}
