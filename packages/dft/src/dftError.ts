/**
 * What went wrong, for programs.
 *
 * - `DFT_NO_POTENTIAL`: no pseudopotential is named for an element of the crystal
 */
export type DftErrorCode = "DFT_NO_POTENTIAL";

/** What a {@link DftError} is about. */
export interface DftErrorData {
  /** The element without a pseudopotential. */
  readonly element: string;
}

/**
 * An input for a DFT code that cannot be written.
 *
 * @example
 * ```ts
 * try {
 *   writeVaspInputs(structure);
 * } catch (error) {
 *   if (error instanceof DftError) console.log(error.code, error.data.element);
 * }
 * ```
 */
export class DftError extends Error {
  /** The name of the class. */
  override readonly name = "DftError";
  /** What went wrong, for programs. */
  readonly code: DftErrorCode;
  /** What it is about. */
  readonly data: DftErrorData;

  /**
   * Makes an error.
   *
   * @param code - what went wrong, for programs
   * @param message - the same for people
   * @param data - what it is about
   */
  constructor(code: DftErrorCode, message: string, data: DftErrorData) {
    super(message);
    this.code = code;
    this.data = data;
  }
}
