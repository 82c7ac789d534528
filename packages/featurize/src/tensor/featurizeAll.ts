import type { Result, Structure } from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { featurizeInPool } from "../parallel/featurizeInPool.ts";
import type { FeaturizePool } from "../parallel/featurizePool.ts";
import { featurizeInto } from "./featurizeInto.ts";
import type { FtcpTensor } from "./ftcpTensor.ts";

/** Something that `featurizeAll` can featurize: a structure, or a record that holds one. */
export type Featurizable =
  | Structure
  | {
      /** The structure to featurize. */
      readonly structure: Structure;
    };

/** How far `featurizeAll` has come. */
export interface FeaturizeProgress {
  /** Items finished, good or bad. */
  readonly done: number;
  /** Items among them that failed. */
  readonly failed: number;
}

/** Settings of `featurizeAll`. */
export interface FeaturizeAllOptions {
  /** What goes where in the tensors. */
  readonly layout: FtcpLayout;
  /**
   * Whether a tensor holds its numbers only until the next result is asked for; false by default. The
   * same memory then serves again and again, which is faster; copy what you keep.
   */
  readonly reuseMemory?: boolean;
  /** Stops the work before the next item; the generator then throws the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called after each item. */
  readonly onProgress?: (progress: FeaturizeProgress) => void;
}

/** Settings of `featurizeAll` with workers. */
export interface FeaturizeInPoolOptions<T> extends FeaturizeAllOptions {
  /** Workers that do the work, from `createThreadPool` or {@link createWebWorkerPool}. */
  readonly pool: FeaturizePool<T>;
  /** Items that are sent to a worker together, 32 by default; the results do not depend on it. */
  readonly batchSize?: number;
}

/** One item of a batch and what became of it. */
export type FeaturizeItem<T, E extends Error> = Result<FtcpTensor, FeaturizeError | E> & {
  /** Position of the item in the source, counted from 0. */
  readonly index: number;
  /** The item itself; `undefined` when the source delivered an error instead of it. */
  readonly item: T | undefined;
};

/**
 * Featurizes a stream of crystals, one result for each; an error never stops the batch.
 *
 * @param source - structures, records with a `structure`, or a reader's results of either; an error
 * among the results is passed on as the result of its item. With a pool: whatever its workers take
 * @param options - layout, and what to do on the way; with a `pool`, the work is done by its workers
 * @returns results in the order of the source, each a tensor of shape `[1, rows, columns]`
 * @throws what the source itself throws, and the signal's reason when it is aborted
 * @throws {@link FeaturizeError} with code `FEATURIZE_WORKER_FAILED` when a worker dies
 *
 * @remarks
 * Holds one crystal at a time and gives the event loop a turn at least every 50 ms, so a page stays
 * alive and an abort is seen even when the source is an array.
 *
 * With a pool it holds at most `2 * pool.size` batches, and the tensors of a batch are views of one
 * array; with `reuseMemory` that array goes to a worker when the last of them has been taken, and what
 * was kept of it is then empty. Results and their order are the same. Errors of workers come back with code, data and cause:
 * a FeaturizeError or CrystalError as such, any other as an Error with its name and properties. Abort,
 * and leaving the loop, stop the workers.
 *
 * @example
 * ```ts
 * for await (const result of featurizeAll(structures, { layout })) {
 *   if (result.ok) use(result.value);
 *   else report(result.index, result.error);
 * }
 * ```
 */
export function featurizeAll<T, E extends Error = never>(
  source: Iterable<T | Result<T, E>> | AsyncIterable<T | Result<T, E>>,
  options: FeaturizeInPoolOptions<T>,
): AsyncGenerator<FeaturizeItem<T, E | Error>, void, undefined>;
/**
 * Featurizes a stream of crystals in this thread; see the form with a pool for everything else.
 *
 * @param source - structures, records with a `structure`, or a reader's results of either
 * @param options - layout, and what to do on the way
 * @returns results in the order of the source, each a tensor of shape `[1, rows, columns]`
 */
export function featurizeAll<T extends Featurizable, E extends Error = never>(
  source: Iterable<T | Result<T, E>> | AsyncIterable<T | Result<T, E>>,
  options: FeaturizeAllOptions,
): AsyncGenerator<FeaturizeItem<T, E>, void, undefined>;
export function featurizeAll<T extends Featurizable, E extends Error>(
  source: Iterable<T | Result<T, E>> | AsyncIterable<T | Result<T, E>>,
  options: FeaturizeAllOptions & Partial<FeaturizeInPoolOptions<T>>,
): AsyncGenerator<FeaturizeItem<T, E | Error>, void, undefined> {
  const { pool } = options;
  if (pool === undefined) return featurizeHere<T, E>(source, options);
  return featurizeInPool<T, E>(source, { ...options, pool });
}

/** One item after the other in this thread. */
async function* featurizeHere<T extends Featurizable, E extends Error>(
  source: Iterable<T | Result<T, E>> | AsyncIterable<T | Result<T, E>>,
  { layout, reuseMemory = false, signal, onProgress }: FeaturizeAllOptions,
): AsyncGenerator<FeaturizeItem<T, E>, void, undefined> {
  signal?.throwIfAborted();
  const size = layout.rows * layout.columns;
  let data = new Float32Array(size);
  let index = 0;
  let failed = 0;
  let turn = performance.now();
  for await (const entry of source) {
    if (performance.now() - turn > 50) {
      await new Promise((resolve) => setTimeout(resolve, 0));
      turn = performance.now();
    }
    signal?.throwIfAborted();
    const result = featurizeEntry<T, E>(entry, layout, data, index);
    // Read before the tensor is given out: its reader may do with it what it likes.
    const isTaken = result.ok && !reuseMemory;
    index++;
    if (!result.ok) failed++;
    onProgress?.({ done: index, failed });
    yield result;
    if (isTaken) data = new Float32Array(size);
  }
}

function featurizeEntry<T extends Featurizable, E extends Error>(
  entry: T | Result<T, E>,
  layout: FtcpLayout,
  data: Float32Array,
  index: number,
): FeaturizeItem<T, E> {
  if ("ok" in entry && !entry.ok) return { ok: false, error: entry.error, index, item: undefined };
  const item = "ok" in entry ? entry.value : entry;
  try {
    featurizeInto("structure" in item ? item.structure : item, layout, data);
    const value: FtcpTensor = { data, shape: [1, layout.rows, layout.columns] };
    return { ok: true, value, index, item };
  } catch (error) {
    if (!(error instanceof FeaturizeError)) throw error;
    const located = new FeaturizeError(
      error.code,
      error.message,
      { ...error.data, crystal: index },
      { cause: error.cause },
    );
    return { ok: false, error: located, index, item };
  }
}
