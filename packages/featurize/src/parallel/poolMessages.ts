import type { FeaturizeBatch, FeaturizedBatch } from "./featurizeBatch.ts";
import type { PlainError } from "./plainError.ts";

/** From the page to a worker. */
export interface PoolRequest<T> {
  /** Number of the request; the answer has the same. */
  readonly request: number;
  /** The work. */
  readonly batch: FeaturizeBatch<T>;
}

/** From a worker to the page: a result, or why there is none. */
export type PoolReply =
  | { readonly request: number; readonly result: FeaturizedBatch }
  | { readonly request: number; readonly failure: PlainError };
