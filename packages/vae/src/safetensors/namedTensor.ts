/**
 * A tensor of a safetensors file: plain data with a name and a shape.
 */
export interface NamedTensor {
  /** Name, unique in the file. */
  readonly name: string;
  /** Row-major shape; empty for a scalar. */
  readonly shape: readonly number[];
  /** The values, float32. */
  readonly data: Float32Array;
}
