import { CrystalError } from "../crystalError.ts";
import { dotProduct } from "../geometry/dotProduct.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Lattice } from "./lattice.ts";
import { latticeVolume } from "./latticeVolume.ts";
import { reduceBasis } from "./reduceBasis.ts";

/**
 * Squared lengths count as equal within this times `V^(2/3)`. "Equal within" is not transitive, so a
 * lattice just at the edge of a tolerance can send the steps round in circles; it then is tried with the
 * next one. Towards zero the steps are those of exact arithmetic, which always end.
 */
const relativeTolerances = [1e-5, 1e-6, 1e-7, 1e-8, 1e-9];
/** From a Minkowski-reduced basis a handful of steps is enough. */
const largestStepCount = 100;

/** What `niggliReduce` gives, as vectors alone: who needs no lengths and angles saves their time. */
export function findNiggliBasis(lattice: Lattice): {
  readonly matrix: Matrix3;
  readonly transformation: Matrix3;
} {
  const { transformation: start } = reduceBasis(lattice.matrix);
  for (const relativeTolerance of relativeTolerances) {
    const tolerance = relativeTolerance * latticeVolume(lattice) ** (2 / 3);
    let transformation = start;
    for (let count = 0; count < largestStepCount; count++) {
      const matrix = multiplyMatrices(transformation, lattice.matrix);
      const step = findStep(matrix, tolerance);
      if (step === undefined) return { matrix, transformation };
      transformation = multiplyMatrices(step, transformation);
    }
  }
  throw new CrystalError(
    "CRYSTAL_REDUCTION_FAILED",
    `The Niggli reduction did not end within ${largestStepCount} steps at any tolerance.`,
    { lattice: lattice.matrix.flat() },
  );
}

/** The next step towards the Niggli cell, or undefined when there is none to do. */
function findStep(matrix: Matrix3, tolerance: number): Matrix3 | undefined {
  const rowA = matrix[0];
  const rowB = matrix[1];
  const rowC = matrix[2];
  // Names as in the paper: squared lengths A, B, C and doubled scalar products ξ, η, ζ.
  const A = dotProduct(rowA, rowA);
  const B = dotProduct(rowB, rowB);
  const C = dotProduct(rowC, rowC);
  const xi = 2 * dotProduct(rowB, rowC);
  const eta = 2 * dotProduct(rowA, rowC);
  const zeta = 2 * dotProduct(rowA, rowB);

  // A1, A2: order the lengths.
  if (
    isLess(B, A, tolerance) ||
    (isEqual(A, B, tolerance) && isLess(Math.abs(eta), Math.abs(xi), tolerance))
  ) {
    return [
      [0, -1, 0],
      [-1, 0, 0],
      [0, 0, -1],
    ];
  }
  if (
    isLess(C, B, tolerance) ||
    (isEqual(B, C, tolerance) && isLess(Math.abs(zeta), Math.abs(eta), tolerance))
  ) {
    return [
      [-1, 0, 0],
      [0, 0, -1],
      [0, -1, 0],
    ];
  }
  // A3, A4: make all angles acute, or none.
  const signs = findSigns(xi, eta, zeta, tolerance);
  if (signs !== undefined) return signs;
  // A5, A6, A7: shear.
  if (
    isLess(B, Math.abs(xi), tolerance) ||
    (isEqual(B, xi, tolerance) && isLess(2 * eta, zeta, tolerance)) ||
    (isEqual(B, -xi, tolerance) && isLess(zeta, 0, tolerance))
  ) {
    return [
      [1, 0, 0],
      [0, 1, 0],
      [0, -Math.sign(xi), 1],
    ];
  }
  if (
    isLess(A, Math.abs(eta), tolerance) ||
    (isEqual(A, eta, tolerance) && isLess(2 * xi, zeta, tolerance)) ||
    (isEqual(A, -eta, tolerance) && isLess(zeta, 0, tolerance))
  ) {
    return [
      [1, 0, 0],
      [0, 1, 0],
      [-Math.sign(eta), 0, 1],
    ];
  }
  if (
    isLess(A, Math.abs(zeta), tolerance) ||
    (isEqual(A, zeta, tolerance) && isLess(2 * xi, eta, tolerance)) ||
    (isEqual(A, -zeta, tolerance) && isLess(eta, 0, tolerance))
  ) {
    return [
      [1, 0, 0],
      [-Math.sign(zeta), 1, 0],
      [0, 0, 1],
    ];
  }
  // A8: the body diagonal.
  const diagonal = xi + eta + zeta + A + B;
  if (
    isLess(diagonal, 0, tolerance) ||
    (isEqual(diagonal, 0, tolerance) && isLess(0, 2 * (A + eta) + zeta, tolerance))
  ) {
    return [
      [1, 0, 0],
      [0, 1, 0],
      [1, 1, 1],
    ];
  }
  return undefined;
}

function isLess(left: number, right: number, tolerance: number): boolean {
  return left < right - tolerance;
}

function isEqual(left: number, right: number, tolerance: number): boolean {
  return Math.abs(left - right) <= tolerance;
}

/** The sign changes of steps A3 and A4; undefined when there is nothing to change. */
function findSigns(xi: number, eta: number, zeta: number, tolerance: number): Matrix3 | undefined {
  const a = signWithin(xi, tolerance);
  const b = signWithin(eta, tolerance);
  const c = signWithin(zeta, tolerance);
  const wanted = a * b * c > 0 ? 1 : -1;
  // Turning a vector round changes the sign of the two products that it takes part in, so asking for
  // sign s of ξ, η, ζ at a, b, c means: flip the vector opposite to each product of the wrong sign.
  let i = a === -wanted ? -1 : 1;
  let j = b === -wanted ? -1 : 1;
  let k = c === -wanted ? -1 : 1;
  if (i * j * k < 0) {
    // An odd number of flips would change the hand; a right angle is indifferent to one more.
    if (c === 0) k = -1;
    else if (b === 0) j = -1;
    else if (a === 0) i = -1;
  }
  if (i > 0 && j > 0 && k > 0) return undefined;
  return [
    [i, 0, 0],
    [0, j, 0],
    [0, 0, k],
  ];
}

/** The sign of a number; zero within the tolerance. */
function signWithin(value: number, tolerance: number): number {
  return Math.abs(value) <= tolerance ? 0 : Math.sign(value);
}
