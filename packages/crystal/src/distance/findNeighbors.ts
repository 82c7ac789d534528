import type { Vector3 } from "../geometry/vector3.ts";
import type { Structure } from "../structure/structure.ts";
import { neighborList } from "./neighborList.ts";

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
 * @param structure - any structure; every site counts, whatever its occupancy
 * @param radius - largest distance in Å; a pair at exactly this distance counts
 * @returns every pair in both directions, ordered by `from`, then by distance, then by `to`; an atom is
 *   no neighbour of itself, but its images are
 * @throws RangeError when the radius is negative or not finite, or there would be more than 100 million
 *   pairs
 *
 * @remarks
 * Complete for every lattice and linear in the number of sites, see {@link neighborList}, which gives the
 * same as flat arrays and is the better choice above some thousand sites. Two sites at the same place
 * are neighbours at distance 0.
 *
 * @example
 * ```ts
 * findNeighbors(caesiumChloride, 3.6).length; // 16: 8 around each atom
 * ```
 */
export function findNeighbors(structure: Structure, radius: number): readonly Neighbor[] {
  const { count, from, to, offsets, distances } = neighborList(structure, radius);
  return Array.from({ length: count }, (_, pair) => ({
    from: from[pair] as number,
    to: to[pair] as number,
    offset: [
      offsets[3 * pair] as number,
      offsets[3 * pair + 1] as number,
      offsets[3 * pair + 2] as number,
    ],
    distance: distances[pair] as number,
  }));
}
