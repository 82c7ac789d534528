import type { StructureFormat } from "./structureFormat.ts";

/**
 * Codes of everything that a POSCAR, pymatgen JSON, extended XYZ or OPTIMADE text can be faulted for.
 *
 * - `FORMAT_TOO_LONG`, `FORMAT_TOO_MANY_SITES`: above `maxLength`, `maxSites`
 * - `FORMAT_INVALID_JSON`: the text is no JSON
 * - `FORMAT_INVALID_VALUE`: a JSON value is missing or not what the format says
 * - `FORMAT_INVALID_LINE`: a line is not what the format says
 * - `FORMAT_INCOMPLETE`: the text ends too early
 * - `FORMAT_INVALID_NUMBER`: a number was expected
 * - `FORMAT_INVALID_LATTICE`: the vectors span no cell
 * - `FORMAT_UNKNOWN_ELEMENT`: not the symbol or number of an element up to lawrencium
 * - `FORMAT_ELEMENTS_MISSING`: a POSCAR of VASP 4 that does not name its elements
 * - `FORMAT_INVALID_OCCUPANCY`: an occupancy is not above 0 and at most 1, or they sum above 1.01
 * - `FORMAT_NOT_PERIODIC`: a molecule, surface or chain: not periodic in three directions
 * - `FORMAT_NO_STRUCTURE`: the text holds no crystal
 * - `FORMAT_UNWRITABLE`: the format cannot hold what was to be written
 */
export type FormatErrorCode =
  | "FORMAT_TOO_LONG"
  | "FORMAT_TOO_MANY_SITES"
  | "FORMAT_INVALID_JSON"
  | "FORMAT_INVALID_VALUE"
  | "FORMAT_INVALID_LINE"
  | "FORMAT_INCOMPLETE"
  | "FORMAT_INVALID_NUMBER"
  | "FORMAT_INVALID_LATTICE"
  | "FORMAT_UNKNOWN_ELEMENT"
  | "FORMAT_ELEMENTS_MISSING"
  | "FORMAT_INVALID_OCCUPANCY"
  | "FORMAT_NOT_PERIODIC"
  | "FORMAT_NO_STRUCTURE"
  | "FORMAT_UNWRITABLE";

/** What {@link FormatError} needs besides code, format and message. */
export interface FormatErrorOptions extends ErrorOptions {
  /** Line of the fault, counted from 1. */
  readonly line?: number;
  /** Column of the fault, counted from 1 in UTF-16 code units. */
  readonly column?: number;
  /** The JSON value at fault, as `sites[3].abc`. */
  readonly path?: string;
}

/**
 * The one error that reading or writing a format beside CIF can throw; tell the cases apart by
 * {@link FormatError.code}.
 *
 * @example
 * ```ts
 * try {
 *   parsePoscar("NaCl\n1.0\n");
 * } catch (error) {
 *   if (error instanceof FormatError) error.code; // "FORMAT_INCOMPLETE"
 * }
 * ```
 */
export class FormatError extends Error {
  /** Always `"FormatError"`. */
  override readonly name = "FormatError";
  /** What went wrong; stable across versions, unlike the message. */
  readonly code: FormatErrorCode;
  /** The format that was read or written. */
  readonly format: StructureFormat;
  /** The message without the place. */
  readonly summary: string;
  /** Line of the fault, counted from 1. */
  readonly line: number;
  /** Column of the fault, counted from 1 in UTF-16 code units. */
  readonly column: number;
  /** The JSON value at fault, as `sites[3].abc`; undefined where there is none. */
  readonly path: string | undefined;

  /**
   * Makes an error with its place in the text.
   *
   * @param code - what went wrong
   * @param format - the format that was read or written
   * @param message - one sentence for a reader; the place is appended to it
   * @param options - place and cause; the place is line 1, column 1 when it is not given
   */
  constructor(
    code: FormatErrorCode,
    format: StructureFormat,
    message: string,
    options: FormatErrorOptions = {},
  ) {
    const line = options.line ?? 1;
    const column = options.column ?? 1;
    super(
      code === "FORMAT_UNWRITABLE" ? message : `${message} (line ${line}, column ${column})`,
      options.cause === undefined ? undefined : { cause: options.cause },
    );
    this.code = code;
    this.format = format;
    this.summary = message;
    this.line = line;
    this.column = column;
    this.path = options.path;
  }
}
