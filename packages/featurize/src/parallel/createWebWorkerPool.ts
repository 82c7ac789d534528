import type { Featurizable } from "../tensor/featurizeAll.ts";
import { createWorkerPool } from "./createWorkerPool.ts";
import type { FeaturizePool } from "./featurizePool.ts";
import type { PoolReply } from "./poolMessages.ts";
import type { WorkerListener, WorkerPort } from "./workerPort.ts";

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
  return createWorkerPool<T>((listener) => connect(createWorker(), listener), size, false);
}

function connect(worker: WebWorker, { onReply, onFailure }: WorkerListener): WorkerPort {
  worker.addEventListener("message", ({ data }) => {
    onReply(data as PoolReply);
  });
  const giveUp = (event: { readonly type: string; readonly message?: string }): void => {
    onFailure(event.message ?? `event ${event.type}`);
  };
  worker.addEventListener("error", giveUp);
  worker.addEventListener("messageerror", giveUp);
  return {
    send: (request, transfer) => {
      worker.postMessage(request, { transfer });
    },
    end: () => {
      worker.terminate();
      return Promise.resolve();
    },
  };
}
