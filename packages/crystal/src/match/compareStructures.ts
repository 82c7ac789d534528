import type { Structure } from "../structure/structure.ts";
import { matchStructures } from "./matchStructures.ts";

/** Tolerances and freedoms of {@link compareStructures}; the defaults are those of pymatgen. */
export interface CompareOptions {
  /** Lattice lengths may differ by the factor `1 + lengthTolerance`; 0.2 by default. */
  readonly lengthTolerance?: number;
  /** Lattice angles may differ by this, in degrees; 5 by default. */
  readonly angleTolerance?: number;
  /** Sites may be displaced by this times `(V / N)^(1/3)`; 0.3 by default. */
  readonly siteTolerance?: number;
  /** Whether both are scaled to the same volume first; true by default. */
  readonly scale?: boolean;
  /** Whether both are reduced to primitive cells first (within 0.25 Å); true by default. */
  readonly primitive?: boolean;
  /** Whether a crystal is the same as its mirror image; true by default. */
  readonly mirrorImages?: boolean;
}

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
 * cells and scaled to their mean volume. Then all cells of the second lattice whose lengths and angles
 * agree with the first, and all translations that lay one atom of the rarest kind on another, are
 * tried: sites within twice the tolerance are assigned one to one with the least sum of squared
 * displacements in the mean lattice, the mean displacement is taken away, and the largest that remains
 * must be within `siteTolerance`, in units of `(V / N)^(1/3)`, the length of the cube that one atom has to itself
 * (2 to 3 Å in most crystals).
 *
 * Like pymatgen's, it compares occupancies and charges exactly. With `scale`, crystals that differ
 * only in volume are the same; the wide defaults suit the removal of duplicates that were relaxed with
 * different settings. Use `scale: false` and tolerances of 0.01 for equality.
 *
 * @example
 * ```ts
 * compareStructures(rockSaltConventional, rockSaltPrimitive); // true
 * compareStructures(rockSalt, caesiumChloride); // false
 * ```
 *
 * @see S. P. Ong et al., Comput. Mater. Sci. 68, 314 (2013), https://doi.org/10.1016/j.commatsci.2012.10.028
 */
export function compareStructures(
  left: Structure,
  right: Structure,
  options: CompareOptions = {},
): boolean {
  const {
    lengthTolerance = 0.2,
    angleTolerance = 5,
    siteTolerance = 0.3,
    scale = true,
    primitive = true,
    mirrorImages = true,
  } = options;
  if (!(lengthTolerance >= 0 && angleTolerance >= 0 && siteTolerance >= 0)) {
    throw new RangeError("Tolerances must be zero or positive.");
  }
  const settings = {
    lengthTolerance,
    angleTolerance,
    siteTolerance,
    scale,
    primitive,
    mirrorImages,
  };
  return matchStructures(left, right, settings, "max", true) !== undefined;
}
