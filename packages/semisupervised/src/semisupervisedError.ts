/**
 * What can go wrong in `@ftcp/semisupervised`; stable across versions.
 *
 * - `SEMISUPERVISED_NO_LABELS`: no crystal knows a property that is to be learned
 * - `SEMISUPERVISED_DUPLICATE_PROPERTY`: a property is named twice, in one list or in both
 * - `SEMISUPERVISED_MISSING_LABEL`: a crystal lacks a ground-state property that every crystal must
 *   know
 */
export type SemisupervisedErrorCode =
  "SEMISUPERVISED_NO_LABELS" | "SEMISUPERVISED_DUPLICATE_PROPERTY" | "SEMISUPERVISED_MISSING_LABEL";

/**
 * The error class of `@ftcp/semisupervised`.
 *
 * @example
 * ```ts
 * try {
 *   semisupervisedRegression({ groundState: ["band_gap"], sparse: ["band_gap"] });
 * } catch (error) {
 *   if (error instanceof SemisupervisedError) console.log(error.code, error.data["property"]);
 * }
 * ```
 */
export class SemisupervisedError extends Error {
  /** Always `"SemisupervisedError"`. */
  override readonly name = "SemisupervisedError";
  /** Stable code of the error. */
  readonly code: SemisupervisedErrorCode;
  /** What helps to find the cause: the property, the crystal's id and row. */
  readonly data: Readonly<Record<string, unknown>>;

  /**
   * @param code - stable code
   * @param message - sentence for people
   * @param data - plain data that locates the cause
   */
  constructor(
    code: SemisupervisedErrorCode,
    message: string,
    data: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
    this.code = code;
    this.data = data;
  }
}
