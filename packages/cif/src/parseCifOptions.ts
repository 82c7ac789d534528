import type { CifDiagnostic } from "./cifDiagnostic.ts";

/** How a CIF is read. */
export interface ParseCifOptions {
  /**
   * `lenient` (default) repairs what can be repaired without doubt about the crystal, each repair
   * with a diagnostic; `strict` throws at the first violation of the CIF 1.1 grammar.
   */
  readonly mode?: "lenient" | "strict";
  /** Longest text accepted, in UTF-16 code units; 100 000 000 by default. */
  readonly maxLength?: number;
  /** Most sites accepted in one crystal after symmetry expansion; 100 000 by default. */
  readonly maxSites?: number;
  /**
   * Positions closer than this are one site, in Å; 0.01 by default.
   *
   * @remarks
   * One Cartesian tolerance serves everywhere: for rows that share a position and for the images of
   * an atom on a special position (`0.333` for one third). Images of an atom that is there more than
   * half of the time are one up to five times this distance, since two of them cannot both be there.
   */
  readonly siteTolerance?: number;
  /** Called with each remark as it is found. */
  readonly onDiagnostic?: (diagnostic: CifDiagnostic) => void;
}
