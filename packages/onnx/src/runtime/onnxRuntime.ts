/** Numbers of a tensor: `bool` as 0 and 1. */
export type TensorNumbers = Float32Array | Int32Array | Uint8Array;

/**
 * A tensor as it goes in and comes out of ONNX Runtime: plain numbers, row-major.
 */
export interface PlainTensor {
  /** Row-major numbers. */
  readonly data: TensorNumbers;
  /** Shape. */
  readonly shape: readonly number[];
}

/**
 * A model that is loaded and can run.
 */
export interface OnnxSession {
  /**
   * Runs the model.
   *
   * @param inputs - all inputs by name
   * @param outputs - where outputs are to be written, by name; those without a place get new arrays
   * @returns all outputs by name
   */
  run(
    inputs: Readonly<Record<string, PlainTensor>>,
    outputs?: Readonly<Record<string, PlainTensor>>,
  ): Promise<Readonly<Record<string, PlainTensor>>>;
  /** Frees the model. */
  dispose(): Promise<void>;
}

/**
 * Options of {@link OnnxRuntime.load}.
 */
export interface LoadOptions {
  /** Threads of one operator; default: what the runtime chooses. */
  readonly threads?: number;
}

/**
 * An ONNX Runtime: it loads models.
 */
export interface OnnxRuntime {
  /** The package that does the work, such as `onnxruntime-node`. */
  readonly name: string;
  /** Its version. */
  readonly version: string;
  /** Loads a model from the bytes of an `.onnx` file. */
  load(model: Uint8Array, options?: LoadOptions): Promise<OnnxSession>;
}
