import type { Vector3 } from "../geometry/vector3.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/**
 * The image of a position, `rotation · x + translation`.
 *
 * @param operation - the symmetry operation
 * @param position - fractional coordinates
 * @returns fractional coordinates, not wrapped into the cell
 *
 * @example
 * ```ts
 * const [, screw] = parseHallSymbol("P 2yb"); // -x, y+1/2, -z
 * if (screw) applyOperation(screw, [0.1, 0.2, 0.3]); // [-0.1, 0.7, -0.3]
 * ```
 */
export function applyOperation(operation: SymmetryOperation, position: Vector3): Vector3 {
  const [p, q, r] = operation.rotation;
  const [u, v, w] = operation.translation;
  const [x, y, z] = position;
  return [
    p[0] * x + p[1] * y + p[2] * z + u,
    q[0] * x + q[1] * y + q[2] * z + v,
    r[0] * x + r[1] * y + r[2] * z + w,
  ];
}
