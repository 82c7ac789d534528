import type { Vector3 } from "./vector3.ts";

/** The scalar product of two Cartesian vectors. */
export function dotProduct(left: Vector3, right: Vector3): number {
  return left[0] * right[0] + left[1] * right[1] + left[2] * right[2];
}
