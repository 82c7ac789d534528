import type { Matrix3 } from "../geometry/matrix3.ts";
import { findNiggliBasis } from "./findNiggliBasis.ts";
import type { Lattice } from "./lattice.ts";
import { latticeFromMatrix } from "./latticeFromMatrix.ts";

/** A Niggli-reduced lattice and how it was made. */
export interface NiggliReduction {
  /** The reduced lattice, right-handed, at the same place in space as the old one. */
  readonly lattice: Lattice;
  /**
   * Whole numbers with determinant 1 (or -1 when the old vectors were left-handed):
   * `new rows = transformation · old rows`, so new fractional coordinates are `f · transformation⁻¹`.
   */
  readonly transformation: Matrix3;
}

/**
 * The Niggli-reduced cell, the one unique primitive cell of shortest vectors of a lattice.
 *
 * @param lattice - any lattice, however skewed, left- or right-handed
 * @returns the reduced lattice and the transformation to it
 * @throws {@link CrystalError} with code `CRYSTAL_REDUCTION_FAILED` when it does not come to an end,
 *   which has not been seen
 *
 * @remarks
 * The steps A1 to A8 are those of Křivý and Gruber with comparisons within a tolerance, as
 * Grosse-Kunstleve and others do, here 1e-5 `V^(2/3)` on squared lengths (theirs is `V^(1/3)`, which
 * has the wrong dimension). They start from a Minkowski-reduced basis, and each step recomputes the
 * metric from the old vectors, so no error builds up. Where the steps go round in circles, as they can
 * for a lattice just at the edge of the tolerance, a smaller one is taken, down to 1e-9. Lattices that differ by less than the tolerance
 * from a higher symmetry are treated as having it; their vectors are never changed.
 *
 * @example
 * ```ts
 * const cubic = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
 * const skewed = latticeFromMatrix([[4, 0, 0], [4, 4, 0], [0, 8, 4]]);
 * niggliReduce(skewed).lattice.alpha; // 90, as in `cubic`
 * ```
 *
 * @see I. Křivý and B. Gruber, Acta Cryst. A32, 297 (1976), https://doi.org/10.1107/S0567739476000636
 * @see R. W. Grosse-Kunstleve et al., Acta Cryst. A60, 1 (2004), https://doi.org/10.1107/S010876730302186X
 */
export function niggliReduce(lattice: Lattice): NiggliReduction {
  const { matrix, transformation } = findNiggliBasis(lattice);
  const unchanged = isIdentity(transformation);
  return { lattice: unchanged ? lattice : latticeFromMatrix(matrix), transformation };
}

/** Whether a matrix of whole numbers with determinant 1 or -1 is the identity. */
function isIdentity(matrix: Matrix3): boolean {
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  const isDiagonal = a[0] === 1 && b[1] === 1 && c[2] === 1;
  return isDiagonal && !(a[1] || a[2] || b[0] || b[2] || c[0] || c[1]);
}
