/**
 * What can go wrong in `@ftcp/cgcnn`; stable across versions.
 *
 * - `CGCNN_UNKNOWN_ELEMENT`: an element without a property vector
 * - `CGCNN_TOO_LARGE`: a crystal with more atoms than a batch holds
 * - `CGCNN_MISSING_LABEL`: a property that no crystal knows
 * - `CGCNN_NO_CRYSTALS`: nothing to train on
 * - `CGCNN_DIVERGED`: the loss became infinite or NaN
 * - `CGCNN_MODEL_DAMAGED`: a file is truncated, altered or of another kind
 * - `CGCNN_MODEL_VERSION`: another version of this package wrote a file
 * - `CGCNN_CHECKPOINT_MISMATCH`: a checkpoint of other crystals or settings
 */
export type CgcnnErrorCode =
  | "CGCNN_UNKNOWN_ELEMENT"
  | "CGCNN_TOO_LARGE"
  | "CGCNN_MISSING_LABEL"
  | "CGCNN_NO_CRYSTALS"
  | "CGCNN_DIVERGED"
  | "CGCNN_MODEL_DAMAGED"
  | "CGCNN_MODEL_VERSION"
  | "CGCNN_CHECKPOINT_MISMATCH";

/**
 * The error that `@ftcp/cgcnn` throws when data, not a call, are wrong.
 */
export class CgcnnError extends Error {
  /** Always `"CgcnnError"`. */
  override readonly name = "CgcnnError";
  /** What went wrong. */
  readonly code: CgcnnErrorCode;
  /** Plain data about it. */
  readonly data: Readonly<Record<string, unknown>>;

  /**
   * @param code - what went wrong
   * @param message - one sentence
   * @param data - plain data about it
   * @param options - `cause`
   */
  constructor(
    code: CgcnnErrorCode,
    message: string,
    data: Readonly<Record<string, unknown>> = {},
    options: ErrorOptions = {},
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}
