import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Vector3 } from "../geometry/vector3.ts";

/** A symmetry operation on fractional coordinates, `x' = rotation · x + translation`. */
export interface SymmetryOperation {
  /** Rotation part as rows; it acts on columns of fractional coordinates. */
  readonly rotation: Matrix3;
  /** Translation part in fractions of the lattice vectors. */
  readonly translation: Vector3;
}
