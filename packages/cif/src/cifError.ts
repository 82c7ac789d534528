/**
 * Codes of everything that a CIF can be faulted for.
 *
 * @remarks
 * `CIF_TOO_LONG` … `CIF_MISSING_SPACE` concern the text. In lenient mode only the limits
 * (`CIF_TOO_…`) are thrown; the others become diagnostics, each with the repair that was made. In
 * strict mode the first of them is thrown. The codes from `CIF_NO_STRUCTURE` on concern the crystal and are thrown
 * in both modes. `CIF_UNWRITABLE` is thrown by the writer only.
 */
export type CifErrorCode =
  | "CIF_TOO_LONG"
  | "CIF_TOO_DEEP"
  | "CIF_TOO_MANY_VALUES"
  | "CIF_TOO_MANY_NAMES"
  | "CIF_INVALID_ENCODING"
  | "CIF_NO_DATA_BLOCK"
  | "CIF_INVALID_CHARACTER"
  | "CIF_RESERVED_WORD"
  | "CIF_MISSING_NAME"
  | "CIF_DUPLICATE_NAME"
  | "CIF_MISSING_VALUE"
  | "CIF_STRAY_VALUE"
  | "CIF_LOOP_KEYWORD"
  | "CIF_EMPTY_LOOP"
  | "CIF_INCOMPLETE_LOOP"
  | "CIF_SAVE_FRAME"
  | "CIF_UNCLOSED_QUOTE"
  | "CIF_UNCLOSED_TEXT_FIELD"
  | "CIF_UNMATCHED_BRACKET"
  | "CIF_TABLE_KEY"
  | "CIF_MISSING_SPACE"
  | "CIF_NO_STRUCTURE"
  | "CIF_MISSING_CELL"
  | "CIF_INVALID_CELL"
  | "CIF_INVALID_NUMBER"
  | "CIF_INVALID_OPERATOR"
  | "CIF_SYMMETRY_OPERATORS_MISSING"
  | "CIF_UNKNOWN_ELEMENT"
  | "CIF_INVALID_OCCUPANCY"
  | "CIF_TOO_MANY_SITES"
  | "CIF_UNWRITABLE";

/** What {@link CifError} needs besides code and message. */
export interface CifErrorOptions extends ErrorOptions {
  /** Line of the fault, counted from 1. */
  readonly line?: number;
  /** Column of the fault, counted from 1 in UTF-16 code units. */
  readonly column?: number;
  /** Name of the data block at fault. */
  readonly block?: string;
}

/**
 * The one error that reading or writing a CIF can throw; tell the cases apart by {@link CifError.code}.
 *
 * @example
 * ```ts
 * try {
 *   parseCif("data_x\n_cell_length_a 4");
 * } catch (error) {
 *   if (error instanceof CifError) error.code; // "CIF_NO_STRUCTURE"
 * }
 * ```
 */
export class CifError extends Error {
  /** Always `"CifError"`. */
  override readonly name = "CifError";
  /** What went wrong; stable across versions, unlike the message. */
  readonly code: CifErrorCode;
  /** The message without the place. */
  readonly summary: string;
  /** Line of the fault, counted from 1. */
  readonly line: number;
  /** Column of the fault, counted from 1 in UTF-16 code units. */
  readonly column: number;
  /** Name of the data block at fault, if the fault lies in one. */
  readonly block: string | undefined;

  /**
   * Makes an error with its place in the text.
   *
   * @param code - what went wrong
   * @param message - one sentence for a reader; the place is appended to it
   * @param options - place and cause; the place is line 1, column 1 when it is not given
   */
  constructor(code: CifErrorCode, message: string, options: CifErrorOptions = {}) {
    const line = options.line ?? 1;
    const column = options.column ?? 1;
    super(
      `${message} (line ${line}, column ${column})`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.summary = message;
    this.line = line;
    this.column = column;
    this.block = options.block;
  }
}
