/**
 * Codes of {@link OnnxError}.
 *
 * - `ONNX_UNSUPPORTED_KERNEL`: the traced function uses a tfjs kernel, or an option of one, that has no translation
 * - `ONNX_DATA_DEPENDENT_READ`: the traced function reads numbers that exist only when the graph runs
 * - `ONNX_RANDOM_NUMBERS`: the traced function draws random numbers without a seed, which every run would repeat
 * - `ONNX_UNSUPPORTED_TYPE`: a tensor is complex or holds strings
 * - `ONNX_ASSIGNED_CONSTANT`: the traced function assigns a variable, but variables were to be constants
 * - `ONNX_DUPLICATE_NAME`: two inputs, outputs or variables have the same name, which is that of one value in a graph
 * - `ONNX_NO_OUTPUT`: the traced function returns no tensor
 * - `ONNX_NO_BACKEND`: no tfjs backend is started, and tfjs cannot trace without one; nothing is computed on it
 * - `ONNX_INVALID_INPUT`: an input of a compiled function is missing, or its shape or type is not the traced one
 * - `ONNX_RUNTIME_MISSING`: no ONNX Runtime could be loaded; `data.attempts` says what was tried
 * - `ONNX_RUNTIME_FAILED`: ONNX Runtime refused the model or failed while it ran
 */
export type OnnxErrorCode =
  | "ONNX_UNSUPPORTED_KERNEL"
  | "ONNX_DATA_DEPENDENT_READ"
  | "ONNX_RANDOM_NUMBERS"
  | "ONNX_UNSUPPORTED_TYPE"
  | "ONNX_ASSIGNED_CONSTANT"
  | "ONNX_DUPLICATE_NAME"
  | "ONNX_NO_OUTPUT"
  | "ONNX_NO_BACKEND"
  | "ONNX_INVALID_INPUT"
  | "ONNX_RUNTIME_MISSING"
  | "ONNX_RUNTIME_FAILED";

/**
 * What an {@link OnnxError} is about; which fields are present depends on the code.
 */
export interface OnnxErrorData {
  /** Name of the tfjs kernel. */
  readonly kernel?: string;
  /** What of the kernel has no translation. */
  readonly reason?: string;
  /** Name of the input, output or variable. */
  readonly name?: string;
  /** The traced shape or type. */
  readonly expected?: string;
  /** What was given instead. */
  readonly actual?: string;
  /** The runtimes that were tried, and why each failed. */
  readonly attempts?: readonly {
    /** The package. */
    readonly runtime: string;
    /** Why it could not be loaded. */
    readonly reason: string;
  }[];
}

/**
 * The error of `@ftcp/onnx`; `code` is stable, the message is for people.
 *
 * @example
 * ```ts
 * try {
 *   trace(({ x }) => tf.unique(x).values, { x: { shape: [3] } });
 * } catch (error) {
 *   if (error instanceof OnnxError) console.log(error.code, error.data.kernel);
 * }
 * ```
 */
export class OnnxError extends Error {
  /** Always `"OnnxError"`. */
  override readonly name = "OnnxError";
  /** What went wrong, for programs. */
  readonly code: OnnxErrorCode;
  /** What it is about. */
  readonly data: OnnxErrorData;

  /**
   * @param code - what went wrong
   * @param message - the same for people
   * @param data - what it is about
   * @param options - the error below, as `cause`
   */
  constructor(
    code: OnnxErrorCode,
    message: string,
    data: OnnxErrorData = {},
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.code = code;
    this.data = data;
  }
}
