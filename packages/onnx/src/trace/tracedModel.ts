import type { TensorSpec } from "./tensorSpec.ts";

/**
 * An input or output of a traced model.
 */
export interface NamedTensorSpec extends Required<TensorSpec> {
  /** Name in the ONNX graph. */
  readonly name: string;
}

/**
 * A tfjs variable that a traced function uses.
 */
export interface TracedVariable extends NamedTensorSpec {
  /** Its numbers before the function ran. */
  readonly initial: Float32Array | Int32Array | Uint8Array;
  /** Name of the output with the value that the function assigns, or `undefined` where it assigns none. */
  readonly next: string | undefined;
}

/**
 * A tfjs function as an ONNX model.
 */
export interface TracedModel {
  /** The model as the bytes of an `.onnx` file; the same function and inputs give the same bytes. */
  readonly bytes: Uint8Array;
  /** The inputs that the function was traced with, in order. */
  readonly inputs: readonly NamedTensorSpec[];
  /** The outputs, in order; those of assigned variables come last. */
  readonly outputs: readonly NamedTensorSpec[];
  /** The variables that are inputs of the model; empty where they are constants. */
  readonly variables: readonly TracedVariable[];
  /** How many times each tfjs kernel was called. */
  readonly kernels: Readonly<Record<string, number>>;
}
