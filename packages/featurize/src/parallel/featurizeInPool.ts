import type { Result } from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import type { FeaturizeItem } from "../tensor/featurizeAll.ts";
import type { FeaturizedBatch } from "./featurizeBatch.ts";
import type { FeaturizePool } from "./featurizePool.ts";
import { reviveError } from "./reviveError.ts";

/** What {@link featurizeInPool} is told. */
export interface PoolOptions<T> {
  readonly layout: FtcpLayout;
  readonly pool: FeaturizePool<T>;
  readonly batchSize: number;
  readonly reuseMemory: boolean;
  readonly signal: AbortSignal | undefined;
}

type Entry<T, E extends Error> = T | Result<T, E>;

/**
 * Featurizes a stream in workers: results in the order of the source, batch by batch.
 *
 * At most twice as many batches as workers are under way while the results of one are taken, so memory
 * does not grow however slow the reader is. With `reuseMemory` the memory of a batch goes to a worker
 * again when the next batch is asked for: to take new memory from the system for every batch costs as
 * much as half of the computing, and threads wait for each other there.
 */
export async function* featurizeInPool<T, E extends Error>(
  source: Iterable<Entry<T, E>> | AsyncIterable<Entry<T, E>>,
  { layout, pool, batchSize, reuseMemory, signal }: PoolOptions<T>,
): AsyncGenerator<Iterable<FeaturizeItem<T, E | Error>>, void, undefined> {
  const layoutJson = JSON.stringify(layout);
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const underWay: { entries: readonly Entry<T, E>[]; result: Promise<FeaturizedBatch> }[] = [];
  const spare: ArrayBuffer[] = [];
  let ended: { readonly error?: unknown } | undefined;
  let index = 0;

  /** Gives the workers so much to do that none waits while results are taken. */
  const sendBatches = async (): Promise<void> => {
    while (ended === undefined && underWay.length < 2 * pool.size) {
      signal?.throwIfAborted();
      const entries: Entry<T, E>[] = [];
      try {
        while (entries.length < batchSize) {
          const step = iterator.next();
          const next = step instanceof Promise ? await step : step;
          if (next.done === true) {
            ended = {};
            break;
          }
          entries.push(next.value);
        }
      } catch (error) {
        ended = { error }; // thrown when what came before has been given out
      }
      if (entries.length === 0) break;
      const items = entries.flatMap((entry) => (isFailure(entry) ? [] : [itemOf<T, E>(entry)]));
      const result = pool.run({ layout: layoutJson, items, memory: spare.pop() }, stopped);
      result.catch(() => undefined); // awaited below, perhaps later than it fails
      underWay.push({ entries, result });
    }
  };
  try {
    for (;;) {
      await sendBatches();
      const batch = underWay.shift();
      if (batch === undefined) break;
      const featurized = await batch.result;
      await sendBatches();
      yield resultsOf<T, E>(batch.entries, featurized, layout, index);
      index += batch.entries.length;
      const { buffer } = featurized.data;
      if (reuseMemory && buffer.byteLength > 0) spare.push(buffer); // 0: the reader handed it on
    }
    if (ended !== undefined && "error" in ended) throw ended.error;
  } catch (error) {
    signal?.throwIfAborted(); // its reason, rather than what a stopped worker said
    throw error;
  } finally {
    stop.abort();
    await Promise.allSettled(underWay.map(({ result }) => result));
    if (ended === undefined) await iterator.return?.();
  }
}

function* resultsOf<T, E extends Error>(
  entries: readonly Entry<T, E>[],
  { data, errors }: FeaturizedBatch,
  { rows, columns }: FtcpLayout,
  first: number,
): Generator<FeaturizeItem<T, E | Error>, void, undefined> {
  const size = rows * columns;
  let sent = 0;
  let good = 0;
  for (const [offset, entry] of entries.entries()) {
    const index = first + offset;
    if (isFailure(entry)) {
      yield { ok: false, error: entry.error, index, item: undefined };
      continue;
    }
    const item = itemOf<T, E>(entry);
    const failure = errors[sent++];
    if (failure !== undefined) {
      yield {
        ok: false,
        error: locate(reviveError(failure), index) as FeaturizeError,
        index,
        item,
      };
      continue;
    }
    const tensor = data.subarray(good * size, (good + 1) * size);
    good++;
    yield { ok: true, value: { data: tensor, shape: [1, rows, columns] }, index, item };
  }
}

/** Says which crystal of the batch it was, where the error is ours. */
function locate(error: Error, crystal: number): Error {
  if (!(error instanceof FeaturizeError)) return error;
  const { code, message, data, cause } = error;
  return new FeaturizeError(code, message, { ...data, crystal }, { cause });
}

function isFailure<T, E extends Error>(entry: Entry<T, E>): entry is { ok: false; error: E } & T {
  return typeof entry === "object" && entry !== null && "ok" in entry && !entry.ok;
}

function itemOf<T, E extends Error>(entry: Entry<T, E>): T {
  const isResult = typeof entry === "object" && entry !== null && "ok" in entry;
  return isResult ? (entry as { readonly value: T }).value : entry;
}
