import type { Structure } from "../structure/structure.ts";
import { createStructureMatcher } from "./createStructureMatcher.ts";
import type { MatchOptions } from "./matchOptions.ts";

/**
 * Whether two structures are the same crystal: same species and, within tolerances, same geometry.
 *
 * @param left - one structure
 * @param right - the other
 * @param options - tolerances and freedoms
 * @returns true when some choice of axes and origin lays all sites of one on sites of the other
 * @throws RangeError when a tolerance is negative or not a number
 *
 * @remarks
 * The method is that of pymatgen's `StructureMatcher`. Both structures are reduced to primitive Niggli
 * cells and scaled to their mean volume. Then all cells of one lattice whose lengths and angles agree
 * with those of the other's Niggli cell, and all translations that lay one atom of the rarest kind on
 * another, are tried: sites within twice the tolerance are assigned one to one with the least sum of
 * squared displacements in the mean lattice, the mean displacement is taken away, and the largest that
 * remains must be within `siteTolerance`, in units of `(V / N)^(1/3)`, the length of the cube that one
 * atom has to itself (2 to 3 Å in most crystals).
 *
 * Deviations from pymatgen: the answer does not depend on the order of the two (pymatgen looks only
 * for cells of the first lattice that resemble the second's; about 1 % of the pairs in which both
 * are alike at all differ), nor on how they are written down.
 *
 * With `scale`, crystals that differ only in volume are the same; the wide defaults suit the removal of
 * duplicates that were relaxed with different settings. Use `scale: false` and tolerances of 0.01 for
 * equality. For many comparisons use {@link createStructureMatcher}.
 *
 * @example
 * ```ts
 * import { compareStructures, createLattice, createStructure } from "@ftcp/crystal";
 *
 * const lattice = createLattice({ a: 4.1, b: 4.1, c: 4.1, alpha: 90, beta: 90, gamma: 90 });
 * const left = createStructure(lattice, ["Cs", "Cl"], [[0, 0, 0], [0.5, 0.5, 0.5]]);
 * const right = createStructure(lattice, ["Cl", "Cs"], [[0.6, 0.1, 0.1], [0.1, 0.6, 0.6]]);
 * compareStructures(left, right); // true
 * ```
 *
 * @see S. P. Ong et al., Comput. Mater. Sci. 68, 314 (2013), https://doi.org/10.1016/j.commatsci.2012.10.028
 */
export function compareStructures(
  left: Structure,
  right: Structure,
  options: MatchOptions = {},
): boolean {
  return createStructureMatcher(options).compare(left, right);
}
