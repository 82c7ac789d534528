import type { GraphBuilder } from "../graph/graphBuilder.ts";
import type { GraphValue } from "../graph/graphValue.ts";

/**
 * What a translation is given: one call of a tfjs kernel.
 */
export interface KernelCall {
  /** The graph that receives the nodes. */
  readonly graph: GraphBuilder;
  /** Name of the kernel. */
  readonly kernel: string;
  /** The kernel's attributes, as tfjs passes them. */
  readonly attributes: Readonly<Record<string, unknown>>;
  /** The input with this name; a list's members are called `0`, `1`, … */
  readonly input: (name: string) => GraphValue;
  /** The input with this name, or `undefined` where the kernel was called without it. */
  readonly optionalInput: (name: string) => GraphValue | undefined;
  /** All inputs in order, for kernels that take a list. */
  readonly inputs: readonly GraphValue[];
  /** Throws `ONNX_UNSUPPORTED_KERNEL` with this reason. */
  readonly unsupported: (reason: string) => never;
}

/**
 * Emits the nodes that compute what one tfjs kernel computes.
 */
export type KernelTranslation = (call: KernelCall) => GraphValue | readonly GraphValue[];
