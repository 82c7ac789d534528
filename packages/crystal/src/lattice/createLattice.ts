import { CrystalError } from "../crystalError.ts";
import { cosDegrees } from "../geometry/cosDegrees.ts";
import type { Lattice, LatticeParameters } from "./lattice.ts";

/** Smallest `(volume / abc)²` that counts as a cell. */
const smallestGramDeterminant = 1e-10;

/**
 * The lattice with given lengths and angles, with c along z and a in the xz plane.
 *
 * @param parameters - lengths in Å, angles in degrees
 * @returns the parameters, unchanged, and the lattice vectors as rows; always right-handed
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_LATTICE` when a length is not positive, an
 *   angle is not between 0 and 180, or the three angles do not close: the squared volume
 *   `1 - cos²α - cos²β - cos²γ + 2 cos α cos β cos γ` must exceed 1e-10
 *
 * @remarks
 * The orientation is that of pymatgen's `Lattice.from_parameters`. Angles of 60, 90 and 120 degrees
 * give exact cosines, so an orthogonal cell has exact zeros where pymatgen has 1e-16.
 *
 * @example
 * ```ts
 * createLattice({ a: 3, b: 4, c: 5, alpha: 90, beta: 90, gamma: 90 }).matrix; // 3, 4, 5 on the diagonal
 * ```
 */
export function createLattice(parameters: LatticeParameters): Lattice {
  const { a, b, c, alpha, beta, gamma } = parameters;
  const given = [a, b, c, alpha, beta, gamma];
  if (![a, b, c].every((length) => length > 0 && length < Infinity)) {
    throw new CrystalError(
      "CRYSTAL_INVALID_LATTICE",
      `Lattice lengths must be positive, not ${a}, ${b}, ${c}.`,
      { lattice: given },
    );
  }
  if (![alpha, beta, gamma].every((angle) => angle > 0 && angle < 180)) {
    throw new CrystalError(
      "CRYSTAL_INVALID_LATTICE",
      `Lattice angles must lie between 0 and 180 degrees, not ${alpha}, ${beta}, ${gamma}.`,
      { lattice: given },
    );
  }
  const cosAlpha = cosDegrees(alpha);
  const cosBeta = cosDegrees(beta);
  const cosGamma = cosDegrees(gamma);
  const gram = 1 - cosAlpha ** 2 - cosBeta ** 2 - cosGamma ** 2 + 2 * cosAlpha * cosBeta * cosGamma;
  if (!(gram > smallestGramDeterminant)) {
    throw new CrystalError(
      "CRYSTAL_INVALID_LATTICE",
      `No cell has the angles ${alpha}, ${beta}, ${gamma}.`,
      { lattice: given },
    );
  }
  const sinAlpha = Math.sqrt(1 - cosAlpha ** 2);
  const sinBeta = Math.sqrt(1 - cosBeta ** 2);
  // cos γ* and sin γ* of the reciprocal angle, which is the angle between a and b seen along c.
  const cosReciprocal = (cosAlpha * cosBeta - cosGamma) / (sinAlpha * sinBeta);
  const sinReciprocal = Math.sqrt(gram) / (sinAlpha * sinBeta);
  return {
    a,
    b,
    c,
    alpha,
    beta,
    gamma,
    matrix: [
      [a * sinBeta, 0, a * cosBeta],
      [-b * sinAlpha * cosReciprocal + 0, b * sinAlpha * sinReciprocal, b * cosAlpha],
      [0, 0, c],
    ],
  };
}
