import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "./lattice.ts";

/**
 * Cartesian coordinates of a point, `x a + y b + z c`.
 *
 * @param lattice - any lattice
 * @param fractional - fractional coordinates, inside the cell or not
 * @returns Cartesian coordinates in Å
 *
 * @example
 * ```ts
 * const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
 * fractionalToCartesian(lattice, [0.5, 0, 0.25]); // [2, 0, 1]
 * ```
 */
export function fractionalToCartesian(lattice: Lattice, fractional: Vector3): Vector3 {
  return multiplyRow(fractional, lattice.matrix);
}
