/**
 * Shape and type of an input or output.
 */
export interface TensorSpec {
  /** Row-major shape; static. */
  readonly shape: readonly number[];
  /** Type of the numbers; default `float32`. */
  readonly type?: "float32" | "int32" | "bool";
}
