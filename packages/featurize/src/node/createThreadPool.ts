import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";

import { Tinypool } from "tinypool";

import { FeaturizeError } from "../featurizeError.ts";
import type { FeaturizedBatch } from "../parallel/featurizeBatch.ts";
import type { FeaturizePool } from "../parallel/featurizePool.ts";
import type { Featurizable } from "../tensor/featurizeAll.ts";

/** Settings of {@link createThreadPool}. */
export interface ThreadPoolOptions {
  /** Number of threads; as many as the machine runs at the same time by default. */
  readonly size?: number;
  /**
   * Module whose default export is made by {@link createFeaturizeTask}; by default one whose items are
   * crystals.
   */
  readonly module?: URL;
}

/**
 * Makes a pool of worker threads for `featurizeAll`.
 *
 * @typeParam T - items that the threads take: what `prepare` of {@link createFeaturizeTask} takes
 * @param options - number of threads, and what they run
 * @returns the pool; the caller closes it
 * @throws RangeError when `size` is not a whole number above 0
 *
 * @remarks
 * The threads are those of tinypool. They start at once, which takes about 0.2 s, and live until the
 * pool is closed. An aborted batch ends its thread. A thread that dies, or that throws
 * an error without a `code`, makes the batch fail with code `FEATURIZE_WORKER_FAILED`.
 *
 * @example
 * ```ts
 * const pool = createThreadPool<string>({
 *   size: 2,
 *   module: new URL("./cifWorker.js", import.meta.url),
 * });
 * try {
 *   for await (const result of featurizeAll(cifTexts, { layout, pool })) use(result);
 * } finally {
 *   await pool.close();
 * }
 * ```
 *
 * @see https://github.com/tinylibs/tinypool
 */
export function createThreadPool<T = Featurizable>(
  options: ThreadPoolOptions = {},
): FeaturizePool<T> {
  const { size = availableParallelism(), module = ownModule } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`a pool has one thread or more, not ${size}`);
  }
  const pool = new Tinypool({
    filename: fileURLToPath(module),
    minThreads: size,
    maxThreads: size,
  });
  let isClosed = false;
  return {
    size,
    run: async (batch, signal) => {
      if (isClosed) throw new FeaturizeError("FEATURIZE_WORKER_FAILED", "the pool is closed");
      try {
        const transferList = batch.memory === undefined ? [] : [batch.memory];
        return (await pool.run(batch, { signal, transferList })) as FeaturizedBatch;
      } catch (cause) {
        signal.throwIfAborted();
        const reason = cause instanceof Error ? cause.message : String(cause);
        throw new FeaturizeError("FEATURIZE_WORKER_FAILED", `worker: ${reason}`, {}, { cause });
      }
    },
    close: async () => {
      isClosed = true;
      await pool.destroy();
    },
  };
}

// In the same form as this file: JavaScript in the package, TypeScript in the source tree, where a Node
// that does not strip types needs another module.
const ownModule = new URL(`featurizeWorker${extname(import.meta.url)}`, import.meta.url);
