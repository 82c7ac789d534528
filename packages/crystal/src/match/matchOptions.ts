/**
 * Tolerances and freedoms of {@link compareStructures}, {@link matchStructures},
 * {@link groupStructures} and {@link createStructureMatcher}; the defaults are those of pymatgen's
 * `StructureMatcher`.
 */
export interface MatchOptions {
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
  /**
   * Whether the smaller cell may be multiplied to match the larger one; false by default. Of use for
   * supercells too distorted to be reduced, and with `primitive: false`.
   */
  readonly attemptSupercell?: boolean;
  /**
   * What of two sites must be equal; `"species"` by default.
   *
   * - `"species"`: elements, charges and occupancies (pymatgen's `SpeciesComparator`)
   * - `"elements"`: elements and occupancies, whatever the charges (`ElementComparator`)
   * - `"anonymous"`: as `"species"`, but the species of one may stand for other ones of the other, so
   *   that NaCl matches MgO (`fit_anonymous`)
   * - `"framework"`: nothing; only positions count (`FrameworkComparator`)
   */
  readonly sites?: "species" | "elements" | "anonymous" | "framework";
  /**
   * Which displacement must be within `siteTolerance`: the largest one of all sites, `"max"`, as in
   * pymatgen's `fit`, or their root mean square, `"rms"`, as in its `get_rms_dist`, which is laxer;
   * `"max"` by default.
   */
  readonly criterion?: "max" | "rms";
}
