import type { Structure } from "../structure/structure.ts";
import { createStructureMatcher } from "./createStructureMatcher.ts";
import type { MatchOptions } from "./matchOptions.ts";
import type { StructureMatch } from "./structureMatch.ts";

/**
 * The best way to lay one structure on another: displacements, which site on which, transformation.
 *
 * @param left - the structure to lie on
 * @param right - the structure to move
 * @param options - tolerances and freedoms
 * @returns the match with the smallest rms displacement among those within the tolerances (of equal
 *   ones that with the least strain of the lattice), or undefined when {@link compareStructures} says
 *   that the two differ
 * @throws RangeError when a tolerance is negative or not a number
 *
 * @remarks
 * The method is that of {@link compareStructures}; all lattice mappings and translations are tried,
 * not only the first within the tolerances. With `criterion: "rms"` it is pymatgen's `get_rms_dist`:
 * then single sites may lie further away, and the answer may in rare cases depend on the order of the
 * two (9 of 1,487 pairs with loose tolerances); with the default it does not.
 *
 * Where the rms differs from pymatgen's by more than 1 %, ours is nearly always the smaller: pymatgen
 * looks in one direction only, and does not find every primitive cell. Displacements are measured in the
 * cell with the mean metric tensor; pymatgen takes mean lengths and angles, which differs little but
 * depends on the basis.
 *
 * @example
 * ```ts
 * import { createLattice, createStructure, matchStructures } from "@ftcp/crystal";
 *
 * const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
 * const left = createStructure(lattice, ["Cs", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]]);
 * const right = createStructure(lattice, ["Cl", "Cs"], [[0.55, 0.5, 0.5], [0, 0, 0]]);
 * const match = matchStructures(left, right);
 * match?.maxDistance; // 0.1 Å: each has moved by half of the difference
 * match?.mapping; // [1, 0]
 * ```
 *
 * @see S. P. Ong et al., Comput. Mater. Sci. 68, 314 (2013), https://doi.org/10.1016/j.commatsci.2012.10.028
 */
export function matchStructures(
  left: Structure,
  right: Structure,
  options: MatchOptions = {},
): StructureMatch | undefined {
  return createStructureMatcher(options).match(left, right);
}
