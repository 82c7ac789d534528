import type { Vector3 } from "@ftcp/crystal";

/** `u · v`. */
export function dot(u: Vector3, v: Vector3): number {
  return u[0] * v[0] + u[1] * v[1] + u[2] * v[2];
}
