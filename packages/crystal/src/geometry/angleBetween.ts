import { crossProduct } from "./crossProduct.ts";
import { dotProduct } from "./dotProduct.ts";
import type { Vector3 } from "./vector3.ts";

/** Angle between two Cartesian vectors in degrees; precise near 0 and 180 also, unlike the arc cosine. */
export function angleBetween(left: Vector3, right: Vector3): number {
  const dot = dotProduct(left, right);
  if (dot === 0) return 90;
  const cross = crossProduct(left, right);
  return (Math.atan2(Math.hypot(cross[0], cross[1], cross[2]), dot) * 180) / Math.PI;
}
