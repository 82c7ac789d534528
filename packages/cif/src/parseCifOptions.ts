import type { CifDiagnostic } from "./cifDiagnostic.ts";

/** How a CIF is read. */
export interface ParseCifOptions {
  /**
   * `lenient` (default) repairs what can be repaired without doubt about the crystal, each repair
   * with a diagnostic; `strict` throws at the first violation of the grammar (of the version of CIF
   * that the first line declares).
   */
  readonly mode?: "lenient" | "strict";
  /**
   * Longest text accepted, in UTF-16 code units (for bytes: in bytes); 100 000 000 by default, and
   * 268 435 455 at most.
   */
  readonly maxLength?: number;
  /** How deep lists and tables of CIF 2.0 may be nested; 100 by default, and 1000 at most. */
  readonly maxDepth?: number;
  /** Most values accepted; 50 000 000 by default. */
  readonly maxValues?: number;
  /** Most data names, data blocks and save frames accepted, together; 1 000 000 by default. */
  readonly maxNames?: number;
  /** Most diagnostics kept; 1000 by default. One more, `CIF_TOO_MANY_DIAGNOSTICS`, says so. */
  readonly maxDiagnostics?: number;
  /** Most sites accepted in one crystal after symmetry expansion; 100 000 by default. */
  readonly maxSites?: number;
  /**
   * Positions closer than this are one site, in Å; 0.01 by default.
   *
   * @remarks
   * One Cartesian tolerance serves for rows that share a position and for the images of an atom on a
   * special position. Two rules go beyond it for images: coordinates count as rounded, so that `0.333`
   * and `0.67` are thirds in any cell (images at most 0.5 Å apart), and images of an atom that is there
   * more than half of the time are one up to 0.1 Å, since two of them cannot both be there. A partly
   * occupied atom beside a mirror stays split.
   */
  readonly siteTolerance?: number;
  /**
   * Occupancies may sum to this on one position; 1.1 by default.
   *
   * @remarks
   * Between 1.01 and this they are scaled to 1, with a diagnostic; a larger sum is the error
   * `CIF_INVALID_OCCUPANCY`.
   */
  readonly maxOccupancy?: number;
  /** Called with each remark as it is found. */
  readonly onDiagnostic?: (diagnostic: CifDiagnostic) => void;
}
