import type { Result } from "@ftcp/crystal";

import { FeaturizeError } from "../featurizeError.ts";
import type { FeaturizeInPoolOptions, FeaturizeItem } from "../tensor/featurizeAll.ts";
import type { FeaturizedBatch } from "./featurizeBatch.ts";
import { reviveError } from "./reviveError.ts";

type Entry<T, E extends Error> = T | Result<T, E>;

interface Batch<T, E extends Error> {
  readonly entries: readonly Entry<T, E>[];
  readonly result: Promise<FeaturizedBatch>;
}

/**
 * Featurizes a stream in workers: results in the order of the source, batch by batch.
 *
 * Twice as many batches as workers are under way, so that none waits while results are taken, and memory
 * does not grow however slow the reader is. With `reuseMemory` the memory of a batch goes back to its
 * worker when the next batch is asked for: to take new memory from the system for every batch costs as
 * much as half of the computing, and threads wait for each other there. All of this is one generator,
 * and nothing in it is awaited for a single item, because the main thread shares the cores with the
 * workers.
 */
export async function* featurizeInPool<T, E extends Error>(
  source: Iterable<Entry<T, E>> | AsyncIterable<Entry<T, E>>,
  options: FeaturizeInPoolOptions<T>,
): AsyncGenerator<FeaturizeItem<T, E | Error>, void, undefined> {
  const { layout, pool, reuseMemory = false, signal, onProgress } = options;
  const { batchSize = defaultBatchSize } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new RangeError(`batchSize must be a whole number above 0, not ${batchSize}`);
  }
  signal?.throwIfAborted();
  const { rows, columns } = layout;
  const size = rows * columns;
  const layoutJson = JSON.stringify(layout);
  const stop = new AbortController();
  const stopped = signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]);
  const iterator =
    Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  const underWay: Batch<T, E>[] = [];
  let ended: { readonly error?: unknown } | undefined;

  /** Gives the workers so much to do that none waits while results are taken. */
  const sendBatches = async (spare?: ArrayBuffer): Promise<void> => {
    let memory = spare;
    while (ended === undefined && underWay.length < 2 * pool.size) {
      signal?.throwIfAborted();
      const entries: Entry<T, E>[] = [];
      const items: T[] = [];
      try {
        while (entries.length < batchSize) {
          const step = iterator.next();
          const next = step instanceof Promise ? await step : step;
          if (next.done === true) {
            ended = {};
            break;
          }
          entries.push(next.value);
          if (!isFailure(next.value)) items.push(itemOf<T, E>(next.value));
        }
      } catch (error) {
        ended = { error }; // thrown when what came before has been given out
      }
      if (entries.length === 0) break;
      const result = pool.run({ layout: layoutJson, items, memory }, stopped);
      memory = undefined;
      result.catch(() => undefined); // awaited below, perhaps later than it fails
      underWay.push({ entries, result });
    }
  };
  let index = 0;
  let failed = 0;
  try {
    await sendBatches();
    for (let batch = underWay.shift(); batch !== undefined; batch = underWay.shift()) {
      const { data, errors } = await batch.result;
      let sent = 0;
      let offset = 0;
      for (const entry of batch.entries) {
        signal?.throwIfAborted();
        let result: FeaturizeItem<T, E | Error>;
        if (isFailure(entry)) {
          result = { ok: false, error: entry.error, index, item: undefined };
        } else {
          const item = itemOf<T, E>(entry);
          const failure = errors[sent++];
          if (failure === undefined) {
            const tensor = data.subarray(offset, (offset += size));
            result = { ok: true, value: { data: tensor, shape: [1, rows, columns] }, index, item };
          } else {
            result = { ok: false, error: locate(reviveError(failure), index), index, item };
          }
        }
        index++;
        if (!result.ok) failed++;
        onProgress?.({ done: index, failed });
        yield result;
      }
      const { buffer } = data;
      // Empty: the reader has handed it on.
      await sendBatches(reuseMemory && buffer.byteLength > 0 ? buffer : undefined);
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

const defaultBatchSize = 32;

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
