import { gramMatrix } from "../geometry/gramMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Lattice } from "./lattice.ts";

/**
 * The metric tensor of a lattice, the scalar products `Gᵢⱼ = aᵢ · aⱼ` of its vectors.
 *
 * @param lattice - any lattice
 * @returns a symmetric matrix in Å², with a², b², c² on the diagonal
 *
 * @remarks
 * The squared length of a fractional vector `f` is `f G fᵀ`, whatever the orientation of the cell.
 *
 * @example
 * ```ts
 * metricTensor(createLattice({ a: 2, b: 3, c: 4, alpha: 90, beta: 90, gamma: 60 }))[0]; // [4, 3, 0]
 * ```
 */
export function metricTensor(lattice: Lattice): Matrix3 {
  return gramMatrix(lattice.matrix);
}
