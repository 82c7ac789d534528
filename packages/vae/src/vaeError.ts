/**
 * What can go wrong in `@ftcp/vae`; stable across versions.
 *
 * - `VAE_MISSING_LABEL`: a crystal lacks a property that supervised training needs
 * - `VAE_UNKNOWN_PROPERTY`: a property name that the model does not know
 * - `VAE_NO_CRYSTALS`: nothing to train on or to evaluate
 * - `VAE_DIVERGED`: the loss became infinite or NaN
 * - `VAE_SHAPE`: latents or tensors whose shape does not fit the model
 * - `VAE_MODEL_DAMAGED`: a model file that is truncated, altered or not a model file
 * - `VAE_MODEL_VERSION`: a model file of another schema version
 * - `VAE_CHECKPOINT_MISMATCH`: a checkpoint that belongs to another training run
 * - `VAE_WRITE_FAILED`: a file could not be written; the previous one is untouched
 * - `VAE_READ_FAILED`: a file could not be read
 * - `VAE_BACKEND`: the engine or tfjs backend could not be started
 * - `VAE_DATA_DAMAGED`: a file of tensors that is cut off or not such a file
 * - `VAE_UNKNOWN_REGRESSION`: a training worker that cannot make a regression again
 * - `VAE_WORKER_FAILED`: the thread of a training died
 */
export type VaeErrorCode =
  | "VAE_MISSING_LABEL"
  | "VAE_UNKNOWN_PROPERTY"
  | "VAE_NO_CRYSTALS"
  | "VAE_DIVERGED"
  | "VAE_SHAPE"
  | "VAE_MODEL_DAMAGED"
  | "VAE_MODEL_VERSION"
  | "VAE_CHECKPOINT_MISMATCH"
  | "VAE_WRITE_FAILED"
  | "VAE_READ_FAILED"
  | "VAE_BACKEND"
  | "VAE_DATA_DAMAGED"
  | "VAE_UNKNOWN_REGRESSION"
  | "VAE_WORKER_FAILED";

/**
 * The error class of `@ftcp/vae`.
 *
 * @example
 * ```ts
 * try {
 *   await CrystalVae.fromBytes(bytes);
 * } catch (error) {
 *   if (error instanceof VaeError && error.code === "VAE_MODEL_VERSION") {
 *     // ask for a newer package
 *   }
 * }
 * ```
 */
export class VaeError extends Error {
  /** Always `"VaeError"`. */
  override readonly name = "VaeError";
  /** Stable code of the error. */
  readonly code: VaeErrorCode;
  /** What helps to find the cause: a crystal's row, a property, a path, the version found. */
  readonly data: Readonly<Record<string, unknown>>;

  /**
   * Makes an error.
   *
   * @param code - stable code
   * @param message - sentence for people
   * @param data - plain data that locates the cause
   * @param options - `cause`, when a lower error lies behind this one
   */
  constructor(
    code: VaeErrorCode,
    message: string,
    data: Readonly<Record<string, unknown>> = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}
