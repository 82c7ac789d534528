import type { Matrix3 } from "../geometry/matrix3.ts";
import type { Vector3 } from "../geometry/vector3.ts";

/** How one structure lies on another: the result of {@link matchStructures}. */
export interface StructureMatch {
  /**
   * Root mean square displacement of the sites, in units of `(V / N)^(1/3)` of the mean cell, as
   * pymatgen's `get_rms_dist` gives it.
   */
  readonly rms: number;
  /** Largest displacement of a site, in the same units. */
  readonly max: number;
  /** `rms` in Å, in the mean cell; with `scale` its volume is the geometric mean of the two. */
  readonly rmsDistance: number;
  /** `max` in Å, in the mean cell. */
  readonly maxDistance: number;
  /**
   * For each site of `left` the index of the site of `right` that lies on it. One to one when the
   * cells hold equally many sites; else sites of the smaller cell repeat, or not all are named.
   */
  readonly mapping: readonly number[];
  /**
   * Carries fractional coordinates of `right` into the cell of `left`, with `translation`:
   * `left ≈ right · transformation + translation`, up to lattice vectors. So the rows of
   * `transformation · left.lattice.matrix` are the lattice vectors of `right`, save for rotation, scale
   * and strain. Whole with determinant 1 or -1 between primitive cells, -1 when the hand changes
   * (or one lattice is left-handed); rational between supercells.
   */
  readonly transformation: Matrix3;
  /** The shift that belongs to `transformation`, fractional in the cell of `left`. */
  readonly translation: Vector3;
  /** What lengths of `right` were multiplied by to give it the volume of `left`; 1 without `scale`. */
  readonly scale: number;
  /** With `sites: "anonymous"`, which species of `right` stands for each of `left`. */
  readonly substitution?: ReadonlyMap<string, string>;
}
