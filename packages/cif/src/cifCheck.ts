import type { CifDiagnostic } from "./cifDiagnostic.ts";
import type { CifSymmetrySource } from "./symmetry/cifSymmetry.ts";

/** A setting of the International Tables, for a report. */
export interface CifSpaceGroupSummary {
  /** Number of the space-group type, 1 to 230. */
  readonly number: number;
  /** Hermann-Mauguin symbol of the setting. */
  readonly hermannMauguin: string;
  /** Hall symbol. */
  readonly hall: string;
  /** Origin, axes or cell choice; empty where there is none. */
  readonly choice: string;
}

/** Key figures of a crystal, for a report. */
export interface CifStructureSummary {
  /** Number of sites in the cell. */
  readonly sites: number;
  /** Reduced formula, as `reducedFormula` of `@ftcp/crystal` writes it; empty when there are no atoms. */
  readonly formula: string;
  /** Cell volume in Å³. */
  readonly volume: number;
  /** Length of the first lattice vector in Å. */
  readonly a: number;
  /** Length of the second lattice vector in Å. */
  readonly b: number;
  /** Length of the third lattice vector in Å. */
  readonly c: number;
  /** Angle between b and c in degrees. */
  readonly alpha: number;
  /** Angle between a and c in degrees. */
  readonly beta: number;
  /** Angle between a and b in degrees. */
  readonly gamma: number;
  /** How many symmetry operators were applied; 1 for P 1. */
  readonly symmetryOperations: number;
  /** Where the symmetry was taken from. */
  readonly symmetrySource: CifSymmetrySource;
  /** The setting that has these operators; absent when the International Tables have none. */
  readonly spaceGroup?: CifSpaceGroupSummary;
}

/** What a check says of one data block. */
export interface CifBlockCheck {
  /** What follows `data_`. */
  readonly name: string;
  /** Absent when the block has no crystal; the diagnostics say why, unless it gives no positions. */
  readonly structure?: CifStructureSummary;
}

/** What a check says of a CIF; plain JSON. */
export interface CifCheck {
  /** True when the file has a crystal and no diagnostic is an error. */
  readonly ok: boolean;
  /** The data blocks in the order of the file. */
  readonly blocks: readonly CifBlockCheck[];
  /** All remarks with their places. */
  readonly diagnostics: readonly CifDiagnostic[];
}
