import { CrystalError } from "../crystalError.ts";
import { angleBetween } from "../geometry/angleBetween.ts";
import { determinant } from "../geometry/determinant.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Lattice } from "./lattice.ts";

/** Smallest `|volume| / abc` that counts as a cell. */
const smallestRelativeVolume = 1e-8;

/**
 * The lattice with given lattice vectors.
 *
 * @param matrix - lattice vectors a, b, c as rows, Cartesian, in Å
 * @returns the vectors, unchanged, and their lengths and angles
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_LATTICE` when a number is not finite or the
 *   vectors are (nearly) coplanar: `|a · (b × c)|` must exceed 1e-8 of the product of the lengths
 *
 * @remarks
 * Left-handed vectors are accepted. Mind that the parameters alone do not tell the hand: a structure
 * rebuilt from parameters and fractional coordinates of a left-handed lattice is the mirror image.
 * {@link niggliReduce} and {@link canonicalizeStructure} always give right-handed vectors.
 *
 * @example
 * ```ts
 * latticeFromMatrix([[0, 2, 2], [2, 0, 2], [2, 2, 0]]).alpha; // 60
 * ```
 */
export function latticeFromMatrix(matrix: Matrix3): Lattice {
  const [first, second, third] = matrix;
  const a = Math.hypot(first[0], first[1], first[2]);
  const b = Math.hypot(second[0], second[1], second[2]);
  const c = Math.hypot(third[0], third[1], third[2]);
  // Written so that NaN fails too.
  if (!(
    Math.abs(determinant(matrix)) > smallestRelativeVolume * a * b * c &&
    Math.max(a, b, c) < Infinity
  )) {
    throw new CrystalError(
      "CRYSTAL_INVALID_LATTICE",
      "Lattice vectors must be finite and not lie in one plane.",
      { lattice: matrix.flat() },
    );
  }
  return {
    a,
    b,
    c,
    alpha: angleBetween(second, third),
    beta: angleBetween(first, third),
    gamma: angleBetween(first, second),
    matrix,
  };
}
