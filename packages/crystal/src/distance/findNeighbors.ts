import { invertMatrix } from "../geometry/invertMatrix.ts";
import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { reduceBasis } from "../lattice/reduceBasis.ts";
import type { Structure } from "../structure/structure.ts";

/** One atom seen from another. */
export interface Neighbor {
  /** Index of the site that looks. */
  readonly from: number;
  /** Index of the site that is seen. */
  readonly to: number;
  /** The cell of the neighbour, in whole lattice vectors from the cell of `from`. */
  readonly offset: Vector3;
  /** Distance in Å. */
  readonly distance: number;
}

/**
 * All pairs of atoms within a radius, periodic images included.
 *
 * @param structure - any structure
 * @param radius - largest distance in Å
 * @returns every pair in both directions, ordered by `from`, then by distance; an atom is no neighbour
 *   of itself, but its images are
 * @throws RangeError when the radius is negative or not finite
 *
 * @remarks
 * The list is complete for every lattice, however skewed. Two sites at the same place are neighbours
 * at distance 0. The time grows with the square of the number of sites.
 *
 * @example
 * ```ts
 * findNeighbors(caesiumChloride, 3.6).length; // 16: 8 around each atom
 * ```
 */
export function findNeighbors(structure: Structure, radius: number): readonly Neighbor[] {
  if (!(radius >= 0 && radius < Infinity)) {
    throw new RangeError(`The radius must be zero or positive and finite, not ${radius}.`);
  }
  const { sites } = structure;
  // In a reduced basis few images have to be tried, however skewed the given cell is.
  const { matrix, transformation } = reduceBasis(structure.lattice.matrix);
  const toReduced = invertWholeMatrix(transformation);
  const positions = sites.map(({ fractional }) => multiplyRow(fractional, toReduced));
  const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = matrix;
  const inverse = invertMatrix(matrix);
  // A point within the radius has |fᵢ| ≤ radius |aᵢ*|.
  const reach = ([0, 1, 2] as const).map(
    (column) => radius * Math.hypot(inverse[0][column], inverse[1][column], inverse[2][column]),
  );
  const [reachU = 0, reachV = 0, reachW = 0] = reach;
  const neighbors: Neighbor[] = [];
  for (const [from, origin] of positions.entries()) {
    const found: Neighbor[] = [];
    for (const [to, fractional] of positions.entries()) {
      const u = fractional[0] - origin[0];
      const v = fractional[1] - origin[1];
      const w = fractional[2] - origin[2];
      for (let i = Math.ceil(-reachU - u); i <= reachU - u; i++) {
        for (let j = Math.ceil(-reachV - v); j <= reachV - v; j++) {
          for (let k = Math.ceil(-reachW - w); k <= reachW - w; k++) {
            if (from === to && i === 0 && j === 0 && k === 0) continue;
            const x = (u + i) * ax + (v + j) * bx + (w + k) * cx;
            const y = (u + i) * ay + (v + j) * by + (w + k) * cy;
            const z = (u + i) * az + (v + j) * bz + (w + k) * cz;
            const distance = Math.sqrt(x * x + y * y + z * z);
            if (distance <= radius) {
              found.push({ from, to, offset: multiplyRow([i, j, k], transformation), distance });
            }
          }
        }
      }
    }
    found.sort((left, right) => left.distance - right.distance || left.to - right.to);
    for (const neighbor of found) neighbors.push(neighbor);
  }
  return neighbors;
}
