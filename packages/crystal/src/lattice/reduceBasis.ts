import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";

/** A basis vector: its whole coefficients u, v, w in the old basis, its Cartesian form and squared length. */
interface BasisVector {
  readonly u: number;
  readonly v: number;
  readonly w: number;
  readonly x: number;
  readonly y: number;
  readonly z: number;
  readonly squared: number;
}

/** A step must shorten a vector by this share, or rounding could go on for ever. */
const worthwhile = 1 - 1e-12;

/**
 * The three shortest vectors that span the same lattice (a Minkowski-reduced basis), right-handed.
 *
 * @returns rows of the new basis, and the whole matrix that makes them: `new = transformation · old`
 *
 * @see I. Semaev, A 3-dimensional lattice reduction algorithm, LNCS 2146, 181 (2001)
 */
export function reduceBasis(matrix: Matrix3): { matrix: Matrix3; transformation: Matrix3 } {
  let a = combine(1, 0, 0, matrix);
  let b = combine(0, 1, 0, matrix);
  let c = combine(0, 0, 1, matrix);
  for (;;) {
    // By length; equal ones keep their order.
    if (b.squared < a.squared) [a, b] = [b, a];
    if (c.squared < b.squared) [b, c] = [c, b];
    if (b.squared < a.squared) [a, b] = [b, a];
    // Lagrange-Gauss reduction of the two shorter ones.
    for (;;) {
      const times = Math.round(multiply(a, b) / a.squared);
      if (times === 0) break;
      const shorter = combine(b.u - times * a.u, b.v - times * a.v, b.w - times * a.w, matrix);
      if (!(shorter.squared < b.squared * worthwhile)) break;
      b = shorter;
      if (b.squared < a.squared) [a, b] = [b, a];
    }
    // The point of the plane lattice that is nearest to c is a corner of the mesh below it.
    const ab = multiply(a, b);
    const ac = multiply(a, c);
    const bc = multiply(b, c);
    const gram = a.squared * b.squared - ab * ab;
    const below = Math.floor((ac * b.squared - bc * ab) / gram);
    const left = Math.floor((bc * a.squared - ac * ab) / gram);
    let best = c;
    for (let corner = 0; corner < 4; corner++) {
      const m = below + (corner & 1);
      const n = left + (corner >> 1);
      const candidate = combine(
        c.u - m * a.u - n * b.u,
        c.v - m * a.v - n * b.v,
        c.w - m * a.w - n * b.w,
        matrix,
      );
      if (candidate.squared < best.squared * worthwhile) best = candidate;
    }
    c = best;
    if (c.squared >= b.squared) break;
  }
  const isLeftHanded =
    a.x * (b.y * c.z - b.z * c.y) + a.y * (b.z * c.x - b.x * c.z) + a.z * (b.x * c.y - b.y * c.x) <
    0;
  const sign = isLeftHanded ? -1 : 1;
  const transformation: Matrix3 = [
    [sign * a.u + 0, sign * a.v + 0, sign * a.w + 0],
    [sign * b.u + 0, sign * b.v + 0, sign * b.w + 0],
    [sign * c.u + 0, sign * c.v + 0, sign * c.w + 0],
  ];
  return { matrix: multiplyMatrices(transformation, matrix), transformation };
}

function combine(u: number, v: number, w: number, matrix: Matrix3): BasisVector {
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  const x = u * a[0] + v * b[0] + w * c[0];
  const y = u * a[1] + v * b[1] + w * c[1];
  const z = u * a[2] + v * b[2] + w * c[2];
  return { u, v, w, x, y, z, squared: x * x + y * y + z * z };
}

function multiply(left: BasisVector, right: BasisVector): number {
  return left.x * right.x + left.y * right.y + left.z * right.z;
}
