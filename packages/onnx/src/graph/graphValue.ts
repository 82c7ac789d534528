import type { TensorType, TensorValues } from "./tensorType.ts";

/**
 * A tensor of a graph: an input, a constant or what a node computes. Shapes are static.
 */
export interface GraphValue {
  /** Unique in its graph. */
  readonly name: string;
  /** Row-major shape. */
  readonly shape: readonly number[];
  /** Type of its numbers. */
  readonly type: TensorType;
  /** Its numbers, where they are known when the graph is built. */
  readonly constant?: TensorValues;
  /** The one number that all its elements are, where that is known when the graph is built. */
  readonly uniform?: number;
}
