import { determinant } from "../geometry/determinant.ts";
import { dotProduct } from "../geometry/dotProduct.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Vector3 } from "../geometry/vector3.ts";

/** A basis vector: its whole coefficients in the old basis, its Cartesian form and squared length. */
interface BasisVector {
  readonly coefficients: Vector3;
  readonly cartesian: Vector3;
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
  const vector = (coefficients: Vector3): BasisVector => {
    const cartesian = combine(coefficients, matrix);
    return { coefficients, cartesian, squared: dotProduct(cartesian, cartesian) };
  };
  let basis = [vector([1, 0, 0]), vector([0, 1, 0]), vector([0, 0, 1])];
  for (;;) {
    basis.sort((left, right) => left.squared - right.squared);
    let [a, b] = basis as [BasisVector, BasisVector, BasisVector];
    const c = (basis as [BasisVector, BasisVector, BasisVector])[2];
    // Lagrange-Gauss reduction of the two shorter ones.
    for (;;) {
      const times = Math.round(dotProduct(a.cartesian, b.cartesian) / a.squared);
      const shorter = times === 0 ? b : vector(subtract(b.coefficients, a.coefficients, times));
      if (!(shorter.squared < b.squared * worthwhile)) break;
      b = shorter;
      if (b.squared < a.squared) [a, b] = [b, a];
    }
    // The point of the plane lattice that is nearest to c is a corner of the mesh below it.
    const ab = dotProduct(a.cartesian, b.cartesian);
    const ac = dotProduct(a.cartesian, c.cartesian);
    const bc = dotProduct(b.cartesian, c.cartesian);
    const gram = a.squared * b.squared - ab * ab;
    const x = Math.floor((ac * b.squared - bc * ab) / gram);
    const y = Math.floor((bc * a.squared - ac * ab) / gram);
    let best = c;
    for (let corner = 0; corner < 4; corner++) {
      const partly = subtract(c.coefficients, a.coefficients, x + (corner & 1));
      const candidate = vector(subtract(partly, b.coefficients, y + (corner >> 1)));
      if (candidate.squared < best.squared * worthwhile) best = candidate;
    }
    basis = [a, b, best];
    if (best.squared >= b.squared) break;
  }
  const [first, second, third] = basis as [BasisVector, BasisVector, BasisVector];
  let transformation: Matrix3 = [first.coefficients, second.coefficients, third.coefficients];
  if (determinant([first.cartesian, second.cartesian, third.cartesian]) < 0) {
    transformation = multiplyMatrices(inversion, transformation);
  }
  return { matrix: multiplyMatrices(transformation, matrix), transformation };
}

const inversion: Matrix3 = [
  [-1, 0, 0],
  [0, -1, 0],
  [0, 0, -1],
];

function combine([x, y, z]: Vector3, [a, b, c]: Matrix3): Vector3 {
  return [
    x * a[0] + y * b[0] + z * c[0],
    x * a[1] + y * b[1] + z * c[1],
    x * a[2] + y * b[2] + z * c[2],
  ];
}

function subtract(from: Vector3, vector: Vector3, times: number): Vector3 {
  return [from[0] - times * vector[0], from[1] - times * vector[1], from[2] - times * vector[2]];
}
