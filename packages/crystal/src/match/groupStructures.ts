import type { Structure } from "../structure/structure.ts";
import { createStructureMatcher } from "./createStructureMatcher.ts";
import type { MatchOptions } from "./matchOptions.ts";

/**
 * Sorts structures into groups of equal ones.
 *
 * @param structures - any number of structures, which are not changed
 * @param options - tolerances and freedoms
 * @returns the groups as indices into `structures`, ascending within a group, groups by their first
 *   member; each structure is in exactly one group
 * @throws RangeError when a tolerance is negative or not a number
 *
 * @remarks
 * Two structures are in one group when they match or a chain of matches joins them, so the groups do not
 * depend on the order of the structures. pymatgen's `group_structures` compares with the first
 * member of each group only, which takes fewer comparisons but makes groups depend on the order when
 * matches are near the edge of a tolerance. Each structure is reduced once; only structures of one
 * composition are compared. An empty cell matches nothing and is alone.
 *
 * @example
 * ```ts
 * import { createLattice, createStructure, groupStructures } from "@ftcp/crystal";
 *
 * const cubic = (a: number, element: string) =>
 *   createStructure(createLattice({ a, b: a, c: a, alpha: 90, beta: 90, gamma: 90 }), [element], [[0, 0, 0]]);
 * groupStructures([cubic(3, "Po"), cubic(4, "Cu"), cubic(3.1, "Po")]); // [[0, 2], [1]]
 * ```
 */
export function groupStructures(
  structures: readonly Structure[],
  options: MatchOptions = {},
): readonly (readonly number[])[] {
  return createStructureMatcher(options).group(structures);
}
