import type { CifErrorCode } from "./cifError.ts";

/**
 * Codes of remarks that are never thrown: the crystal was read, but a reader should know of them.
 */
export type CifNoticeCode =
  | "CIF_UNSUPPORTED_VERSION"
  | "CIF_LINE_TOO_LONG"
  | "CIF_NAME_TOO_LONG"
  | "CIF_NAME_IN_TWO_FORMS"
  | "CIF_COMMENT_CHARACTER"
  | "CIF_SYMMETRY_ASSUMED_P1"
  | "CIF_SYMMETRY_CONTRADICTION"
  | "CIF_SYMMETRY_AMBIGUOUS"
  | "CIF_SYMMETRY_FROM_NAME"
  | "CIF_SYMMETRY_NAME_UNKNOWN"
  | "CIF_SYMMETRY_SETTING"
  | "CIF_MODULATED_STRUCTURE"
  | "CIF_OPERATORS_NOT_A_GROUP"
  | "CIF_OPERATOR_UNQUOTED"
  | "CIF_CELL_ANGLE_ASSUMED"
  | "CIF_CELL_CONTRADICTION"
  | "CIF_VOLUME_CONTRADICTION"
  | "CIF_SITE_WITHOUT_COORDINATES"
  | "CIF_DUMMY_SITE"
  | "CIF_MIXED_TYPE_SYMBOL"
  | "CIF_FURTHER_MODELS"
  | "CIF_DISORDER_CONTRADICTION"
  | "CIF_MULTIPLICITY_CONTRADICTION"
  | "CIF_ELEMENT_AMBIGUOUS"
  | "CIF_HYDROGEN_WITHOUT_COORDINATES"
  | "CIF_OCCUPANCY_ASSUMED"
  | "CIF_OCCUPANCY_ZERO"
  | "CIF_OCCUPANCY_ABOVE_ONE"
  | "CIF_DUPLICATE_SITE"
  | "CIF_SITES_OVERLAP"
  | "CIF_SITE_MOVED"
  | "CIF_CARTESIAN_COORDINATES"
  | "CIF_FRACTION"
  | "CIF_FORMULA_CONTRADICTION"
  | "CIF_FORMULA_UNITS_CONTRADICTION"
  | "CIF_FORMULA_UNREADABLE"
  | "CIF_TOO_MANY_DIAGNOSTICS";

/** Any code that a {@link CifDiagnostic} can carry. */
export type CifDiagnosticCode = CifErrorCode | CifNoticeCode;

/** A remark on a CIF, with its place; plain data. */
export interface CifDiagnostic {
  /**
   * `error`: no crystal could be made of the block. `warning`: a repair, or a contradiction in the
   * file. `info`: a default or a convention that was applied.
   */
  readonly severity: "error" | "warning" | "info";
  /** What was found; stable across versions, unlike the message. */
  readonly code: CifDiagnosticCode;
  /** One sentence for a reader, without the place. */
  readonly message: string;
  /** Line, counted from 1. */
  readonly line: number;
  /** Column, counted from 1 in UTF-16 code units. */
  readonly column: number;
}
