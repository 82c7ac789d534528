import type { Matrix3, Vector3 } from "@ftcp/crystal";

/** A symmetry operation on fractional coordinates, `x' = rotation · x + translation`. */
export interface SymmetryOperation {
  /** Rotation part as rows; it acts on columns of fractional coordinates. */
  readonly rotation: Matrix3;
  /** Translation part in fractions of the lattice vectors, as written (not wrapped). */
  readonly translation: Vector3;
}
