import type { FeaturizeBatch, FeaturizedBatch } from "./featurizeBatch.ts";

/**
 * Workers that featurize: threads of Node (`createThreadPool` of `@ftcp/featurize/node`), Web Workers
 * ({@link createWebWorkerPool}), or anything else that runs batches.
 *
 * @typeParam T - items that the workers take
 */
export interface FeaturizePool<T> {
  /** How many batches run at the same time. */
  readonly size: number;
  /**
   * Runs a batch in the next free worker.
   *
   * @param batch - items and layout
   * @param signal - stops the worker, even in the midst of a crystal; another takes its place
   * @returns the tensors
   */
  run(batch: FeaturizeBatch<T>, signal: AbortSignal): Promise<FeaturizedBatch>;
  /** Ends all workers. */
  close(): Promise<void>;
}
