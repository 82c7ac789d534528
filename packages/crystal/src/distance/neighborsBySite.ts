import type { Structure } from "../structure/structure.ts";
import { findNeighbors } from "./findNeighbors.ts";
import type { Neighbor } from "./findNeighbors.ts";

/**
 * The neighbours of each site within a radius, nearest first.
 *
 * @param structure - any structure
 * @param radius - largest distance in Å
 * @returns one list for each site, in the order of the sites, empty where no atom is so near
 * @throws RangeError as {@link findNeighbors} does
 *
 * @example
 * ```ts
 * neighborsBySite(caesiumChloride, 3.6).map((neighbors) => neighbors.length); // [8, 8]
 * ```
 */
export function neighborsBySite(
  structure: Structure,
  radius: number,
): readonly (readonly Neighbor[])[] {
  const bySite: Neighbor[][] = structure.sites.map(() => []);
  for (const neighbor of findNeighbors(structure, radius)) bySite[neighbor.from]?.push(neighbor);
  return bySite;
}
