import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { createImageFinder } from "./createImageFinder.ts";

/**
 * The distance between a point and the nearest periodic image of another, `min |(to - from + n) · M|`
 * over all whole n.
 *
 * @param lattice - any lattice, however skewed
 * @param from - fractional coordinates, inside the cell or not
 * @param to - fractional coordinates, inside the cell or not
 * @returns distance in Å; 0 when the two are the same point of the crystal
 *
 * @remarks
 * This is the true minimum image, not the shortest among neighbouring cells. For the distances of a
 * whole structure use {@link findNeighbors} or {@link shortestDistance}, which prepare the lattice
 * once.
 *
 * @example
 * ```ts
 * const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
 * periodicDistance(lattice, [0.1, 0, 0], [0.9, 0, 0]); // 0.8
 * ```
 */
export function periodicDistance(lattice: Lattice, from: Vector3, to: Vector3): number {
  return Math.hypot(
    ...createImageFinder(lattice).nearest(to[0] - from[0], to[1] - from[1], to[2] - from[2]),
  );
}
