import type { SymmetryOperation, Vector3 } from "@ftcp/crystal";

import type { CifVersion } from "./syntax/cifVersion.ts";

/** The symmetry by which a crystal is written; a `SymmetryDataset` of `@ftcp/crystal` is one. */
export interface WriteCifSymmetry {
  /**
   * All operations of the space group in the coordinates of the structure. Translations that are
   * multiples of 1/24 within the tolerance are written as such.
   */
  readonly operations: readonly SymmetryOperation[];
  /**
   * The distance in Å within which the symmetry was found; 0.01 when absent. Sites and operations may be
   * off by so much each, so up to five times this is accepted between a site and where an operation
   * puts it.
   */
  readonly tolerance?: number;
  /**
   * Where the space group has its usual origin, in coordinates of the structure. Makes the operations an
   * exact group where the origin of the cell is another one.
   */
  readonly toConventional?: {
    /** Fractional. */
    readonly originShift: Vector3;
  };
}

/** What a written CIF says besides the crystal. */
export interface WriteCifOptions {
  /**
   * Name of the data block, the reduced formula by default; white space and characters outside
   * printable ASCII become `_`, and CIF 1.1 takes its first 70 characters.
   */
  readonly name?: string;
  /** Lines for a reader at the top of the file, each written behind `# `. */
  readonly comment?: string;
  /**
   * Further data items in the order given, such as `_ftcp_predicted_band_gap`: data name to text or
   * finite number.
   */
  readonly items?: Readonly<Record<string, string | number>>;
  /** Writes the space group, its operations and the asymmetric unit instead of all sites in P 1. */
  readonly symmetry?: WriteCifSymmetry;
  /**
   * Wyckoff letter of each site of the structure, in the setting that its operations have; written with
   * `symmetry` only. Mind that the letters of a `SymmetryDataset` are those of its conventional cell.
   */
  readonly wyckoffLetters?: readonly string[];
  /**
   * Version of CIF, which the first line then says: `"2.0"` allows any Unicode text in `items`. CIF 1.1
   * without such a line by default.
   */
  readonly version?: CifVersion;
}
