/**
 * How a number is stored: float32, float16 (11 significant bits) or a whole number from -127 to 127.
 */
export type StoredType = "F32" | "F16" | "I8";

/**
 * A tensor of a safetensors file: plain data with a name and a shape.
 */
export interface NamedTensor {
  /** Name, unique in the file. */
  readonly name: string;
  /** Row-major shape; empty for a scalar. */
  readonly shape: readonly number[];
  /** The values, float32 in memory whatever they are in the file. */
  readonly data: Float32Array;
  /** How the values are stored; `F32` by default. */
  readonly stored?: StoredType;
}
