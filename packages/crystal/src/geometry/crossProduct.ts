import type { Vector3 } from "./vector3.ts";

/** The vector product of two Cartesian vectors. */
export function crossProduct(left: Vector3, right: Vector3): Vector3 {
  return [
    left[1] * right[2] - left[2] * right[1] + 0,
    left[2] * right[0] - left[0] * right[2] + 0,
    left[0] * right[1] - left[1] * right[0] + 0,
  ];
}
