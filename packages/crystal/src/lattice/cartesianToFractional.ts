import { invertMatrix } from "../geometry/invertMatrix.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "./lattice.ts";

/**
 * Fractional coordinates of a point, the inverse of {@link fractionalToCartesian}.
 *
 * @param lattice - any lattice
 * @param cartesian - Cartesian coordinates in Å
 * @returns fractional coordinates, not wrapped into the cell
 *
 * @example
 * ```ts
 * const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
 * cartesianToFractional(lattice, [2, 0, 1]); // [0.5, 0, 0.25]
 * ```
 */
export function cartesianToFractional(lattice: Lattice, cartesian: Vector3): Vector3 {
  return multiplyRow(cartesian, invertMatrix(lattice.matrix));
}
