import { invertMatrix } from "../geometry/invertMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Lattice } from "./lattice.ts";

/**
 * The reciprocal lattice vectors, `a* = (b × c) / V` and so on, without the factor 2π.
 *
 * @param lattice - any lattice
 * @returns rows **a\***, **b\***, **c\*** in Å⁻¹, so that `aᵢ · a*ⱼ` is 1 for i = j and else 0
 *
 * @remarks
 * This is the crystallographer's convention: `1 / |h a* + k b* + l c*|` is the spacing of the planes
 * (hkl). The physicist's reciprocal lattice is larger by 2π.
 *
 * @example
 * ```ts
 * reciprocalMatrix(createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 }))[0]; // [0.25, 0, 0]
 * ```
 */
export function reciprocalMatrix(lattice: Lattice): Matrix3 {
  const [p, q, r] = invertMatrix(lattice.matrix);
  return [
    [p[0], q[0], r[0]],
    [p[1], q[1], r[1]],
    [p[2], q[2], r[2]],
  ];
}
