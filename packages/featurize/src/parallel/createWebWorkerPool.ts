import { FeaturizeError } from "../featurizeError.ts";
import type { Featurizable } from "../tensor/featurizeAll.ts";
import type { FeaturizeBatch, FeaturizedBatch } from "./featurizeBatch.ts";
import type { FeaturizePool } from "./featurizePool.ts";
import type { PoolReply, PoolRequest } from "./poolMessages.ts";
import { reviveError } from "./reviveError.ts";

/** The part of a Web Worker that {@link createWebWorkerPool} needs. */
export interface WebWorker {
  /** Sends work; what stands in `transfer` is handed over instead of copied. */
  postMessage(message: unknown, options: { transfer: Transferable[] }): void;
  /** Waits for answers, and for news of a failure. */
  addEventListener(
    type: "message" | "messageerror" | "error",
    listener: (event: {
      readonly type: string;
      readonly data?: unknown;
      readonly message?: string;
    }) => void,
  ): void;
  /** Ends the worker at once. */
  terminate(): void;
}

interface Job<T> {
  readonly batch: FeaturizeBatch<T>;
  readonly signal: AbortSignal;
  readonly resolve: (result: FeaturizedBatch) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Makes a pool of Web Workers for `featurizeAll`.
 *
 * @typeParam T - items that the workers take: what `prepare` of {@link serveFeaturize} takes
 * @param createWorker - starts a worker whose file calls {@link serveFeaturize}; called again when one
 * was stopped or has failed
 * @param size - number of workers, 2 by default
 * @returns the pool; the caller closes it
 * @throws RangeError when `size` is not a whole number above 0
 *
 * @remarks
 * Workers are started when there is work for them. A worker that fails (a script that cannot be
 * loaded, an error without a `code`) makes the batch fail with code `FEATURIZE_WORKER_FAILED`. A page
 * needs no isolation headers: memory is handed over, not shared.
 *
 * @example
 * ```ts
 * const pool = createWebWorkerPool<string>(
 *   () => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }),
 *   navigator.hardwareConcurrency,
 * );
 * for await (const result of featurizeAll(cifTexts, { layout, pool })) use(result);
 * await pool.close();
 * ```
 */
export function createWebWorkerPool<T = Featurizable>(
  createWorker: () => WebWorker,
  size = 2,
): FeaturizePool<T> {
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`a pool has one worker or more, not ${size}`);
  }
  const idle: WebWorker[] = [];
  const busy = new Map<WebWorker, { readonly request: number; readonly job: Job<T> }>();
  const queue: Job<T>[] = [];
  let requests = 0;
  let isClosed = false;

  return {
    size,
    run: (batch, signal) =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(failed("the pool is closed"));
          return;
        }
        if (signal.aborted) {
          reject(toError(signal.reason));
          return;
        }
        const stop = (): void => {
          abort(job);
        };
        const job: Job<T> = {
          batch,
          signal,
          resolve: (result) => {
            signal.removeEventListener("abort", stop);
            resolve(result);
          },
          reject: (error) => {
            signal.removeEventListener("abort", stop);
            reject(error);
          },
        };
        signal.addEventListener("abort", stop);
        queue.push(job);
        startJobs();
      }),
    close: () => {
      isClosed = true;
      for (const worker of [...idle, ...busy.keys()]) worker.terminate();
      for (const { reject } of [...queue, ...[...busy.values()].map(({ job }) => job)]) {
        reject(failed("the pool was closed"));
      }
      idle.length = 0;
      queue.length = 0;
      busy.clear();
      return Promise.resolve();
    },
  };

  function startJobs(): void {
    while (queue.length > 0 && (idle.length > 0 || busy.size < size)) {
      const job = queue.shift();
      if (job === undefined) return;
      try {
        const worker = idle.pop() ?? startWorker();
        const request = requests++;
        busy.set(worker, { request, job });
        const message: PoolRequest<T> = { request, batch: job.batch };
        const { memory } = job.batch;
        worker.postMessage(message, { transfer: memory === undefined ? [] : [memory] });
      } catch (cause) {
        job.reject(failed("a worker cannot be started or takes no such items", cause));
      }
    }
  }

  function startWorker(): WebWorker {
    const worker = createWorker();
    worker.addEventListener("message", ({ data }) => {
      const reply = data as PoolReply;
      const task = busy.get(worker);
      if (task?.request !== reply.request) return; // was stopped in the meantime
      busy.delete(worker);
      idle.push(worker);
      if ("result" in reply) task.job.resolve(reply.result);
      else task.job.reject(failed("featurizing failed", reviveError(reply.failure)));
      startJobs();
    });
    const giveUp = (event: { readonly type: string; readonly message?: string }): void => {
      const task = busy.get(worker);
      drop(worker);
      task?.job.reject(failed(event.message ?? `event ${event.type}`));
      startJobs();
    };
    worker.addEventListener("error", giveUp);
    worker.addEventListener("messageerror", giveUp);
    return worker;
  }

  function abort(job: Job<T>): void {
    const waiting = queue.indexOf(job);
    if (waiting >= 0) queue.splice(waiting, 1);
    for (const [worker, task] of busy) {
      if (task.job === job) drop(worker);
    }
    job.reject(toError(job.signal.reason)); // nothing happens if it is done
    startJobs();
  }

  function drop(worker: WebWorker): void {
    worker.terminate();
    busy.delete(worker);
    const at = idle.indexOf(worker);
    if (at >= 0) idle.splice(at, 1);
  }
}

function failed(message: string, cause?: unknown): FeaturizeError {
  return new FeaturizeError("FEATURIZE_WORKER_FAILED", `worker: ${message}`, {}, { cause });
}

function toError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error(String(reason));
}
