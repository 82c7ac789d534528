/**
 * What went wrong, as a stable string:
 *
 * - `SAMPLING_INVALID_TARGET`: a target text or value that cannot be understood
 * - `SAMPLING_UNKNOWN_PROPERTY`: a property that the model or the index does not have
 * - `SAMPLING_INVALID_INDEX`: crystals that do not make a consistent {@link LatentIndex}
 * - `SAMPLING_INDEX_DAMAGED`: index files that are incomplete, altered or not an index
 * - `SAMPLING_INDEX_VERSION`: index files of a version that this package does not read
 * - `SAMPLING_INDEX_TOO_LARGE`: index files beyond the limits of {@link LatentIndex.fromFiles}
 * - `SAMPLING_NO_SEEDS`: no (or too few) known crystals to start from
 * - `SAMPLING_MODEL_MISMATCH`: a model that does not fit the index, or breaks its own contract
 */
export type SamplingErrorCode =
  | "SAMPLING_INVALID_TARGET"
  | "SAMPLING_UNKNOWN_PROPERTY"
  | "SAMPLING_INVALID_INDEX"
  | "SAMPLING_INDEX_DAMAGED"
  | "SAMPLING_INDEX_VERSION"
  | "SAMPLING_INDEX_TOO_LARGE"
  | "SAMPLING_NO_SEEDS"
  | "SAMPLING_MODEL_MISMATCH";

/** The data that a {@link SamplingError} may carry beside its code and message. */
export interface SamplingErrorOptions extends ErrorOptions {
  /** The property asked for. */
  readonly property?: string;
  /** The names that would have been understood. */
  readonly known?: readonly string[];
  /** The part of an index at fault, for example `ids` or `quantization.scale`. */
  readonly field?: string;
  /** The row of an index at fault, counted from 0. */
  readonly row?: number;
}

/**
 * Every error about data that `@ftcp/sampling` throws.
 *
 * @remarks
 * A wrong call (a negative scale, a count of zero) throws RangeError or TypeError instead.
 *
 * @example
 * ```ts
 * import { parseTarget, SamplingError } from "@ftcp/sampling";
 *
 * try {
 *   parseTarget("band_gap=wide");
 * } catch (error) {
 *   if (error instanceof SamplingError) error.code; // "SAMPLING_INVALID_TARGET"
 * }
 * ```
 */
export class SamplingError extends Error {
  /** Always `SamplingError`. */
  override readonly name = "SamplingError";
  /** What went wrong, see {@link SamplingErrorCode}. */
  readonly code: SamplingErrorCode;
  /** The property asked for, where the error is about one. */
  readonly property: string | undefined;
  /** The names that would have been understood, where the error is about a name. */
  readonly known: readonly string[] | undefined;
  /** The part of an index at fault, where the error is about an index. */
  readonly field: string | undefined;
  /** The row of an index at fault, counted from 0, where it is about one row. */
  readonly row: number | undefined;

  /**
   * @param code - what went wrong
   * @param message - the same for a human reader
   * @param options - the cause and the data of the error
   */
  constructor(code: SamplingErrorCode, message: string, options: SamplingErrorOptions = {}) {
    super(message, "cause" in options ? { cause: options.cause } : undefined);
    this.code = code;
    this.property = options.property;
    this.known = options.known;
    this.field = options.field;
    this.row = options.row;
  }
}
