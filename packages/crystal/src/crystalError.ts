import type { Site } from "./structure/structure.ts";

/**
 * What went wrong, for programs.
 *
 * - `CRYSTAL_INVALID_LATTICE`: lengths, angles or vectors that span no cell
 * - `CRYSTAL_INVALID_SITE`: a coordinate that is not finite, no species, or an impossible occupancy
 * - `CRYSTAL_DISORDERED_SITE`: one fully occupied element was asked for, the site holds something else
 * - `CRYSTAL_NO_SITES`: the quantity needs at least one site
 * - `CRYSTAL_UNKNOWN_ELEMENT`: not the symbol or the number of an element up to lawrencium
 * - `CRYSTAL_INVALID_FORMULA`: text or amounts that are no chemical formula
 * - `CRYSTAL_REDUCTION_FAILED`: the Niggli reduction did not come to an end
 * - `CRYSTAL_INVALID_HALL_SYMBOL`: text that is no Hall symbol, or describes no space group
 * - `CRYSTAL_INVALID_OPERATION`: a symmetry operation that maps no lattice onto itself
 * - `CRYSTAL_GROUP_NOT_CLOSED`: symmetry operations that generate no finite group
 * - `CRYSTAL_SYMMETRY_FAILED`: the symmetry of a structure could not be determined
 */
export type CrystalErrorCode =
  | "CRYSTAL_INVALID_LATTICE"
  | "CRYSTAL_INVALID_SITE"
  | "CRYSTAL_DISORDERED_SITE"
  | "CRYSTAL_NO_SITES"
  | "CRYSTAL_UNKNOWN_ELEMENT"
  | "CRYSTAL_INVALID_FORMULA"
  | "CRYSTAL_REDUCTION_FAILED"
  | "CRYSTAL_INVALID_HALL_SYMBOL"
  | "CRYSTAL_INVALID_OPERATION"
  | "CRYSTAL_GROUP_NOT_CLOSED"
  | "CRYSTAL_SYMMETRY_FAILED";

/** What a {@link CrystalError} is about; which fields are present depends on its code. */
export interface CrystalErrorData {
  /** The offending site. */
  readonly site?: Site;
  /** Its position in `structure.sites`, counted from 0. */
  readonly siteIndex?: number;
  /** The offending element symbol or atomic number. */
  readonly element?: string | number;
  /** The offending formula. */
  readonly formula?: string;
  /** The offending space-group symbol. */
  readonly symbol?: string;
  /** Where in the formula or symbol, counted from 1. */
  readonly column?: number;
  /** The tolerance in Å that was asked for. */
  readonly tolerance?: number;
  /** The offending lattice parameters (a, b, c in Å, α, β, γ in degrees) or lattice vectors, flat. */
  readonly lattice?: readonly number[];
}

/**
 * The error of this package: the data describes no crystal, or not one that the function can handle.
 *
 * @example
 * ```ts
 * try {
 *   elementBySymbol("Xx");
 * } catch (error) {
 *   if (error instanceof CrystalError) error.code; // "CRYSTAL_UNKNOWN_ELEMENT"
 * }
 * ```
 */
export class CrystalError extends Error {
  /** The name of the class. */
  override readonly name = "CrystalError";
  /** What went wrong, for programs. */
  readonly code: CrystalErrorCode;
  /** What it is about. */
  readonly data: CrystalErrorData;

  /**
   * Creates the error.
   *
   * @param code - what went wrong, for programs
   * @param message - what went wrong, for people
   * @param data - what it is about
   * @param options - the error that caused this one, if any
   */
  constructor(
    code: CrystalErrorCode,
    message: string,
    data: CrystalErrorData = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}
