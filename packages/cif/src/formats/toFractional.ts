import { cartesianToFractional } from "@ftcp/crystal";
import type { Lattice, Vector3 } from "@ftcp/crystal";

/** Cartesian coordinates carry a rounding error of some 1e-16; this much next to 0 is 0. */
const roundingError = 1e-13;

/**
 * Fractional coordinates of a point, those that are whole but for rounding errors set to 0.
 *
 * @param lattice - the lattice
 * @param cartesian - Cartesian coordinates in Å
 * @returns fractional coordinates, not wrapped otherwise
 * @internal
 */
export function toFractional(lattice: Lattice, cartesian: Vector3): Vector3 {
  const [x, y, z] = cartesianToFractional(lattice, cartesian);
  return [settle(x), settle(y), settle(z)];
}

function settle(x: number): number {
  return Math.abs(x - Math.round(x)) < roundingError ? 0 : x;
}
