import { availableParallelism } from "node:os";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";

import { createWorkerPool } from "../parallel/createWorkerPool.ts";
import type { FeaturizePool } from "../parallel/featurizePool.ts";
import type { PoolReply } from "../parallel/poolMessages.ts";
import type { WorkerListener, WorkerPort } from "../parallel/workerPort.ts";
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
 * The threads start at once, which takes about 0.2 s, and live until the pool is closed; idle ones do not
 * keep the process alive. An aborted batch ends its thread. A thread that dies, or that throws an error
 * without a `code`, makes the batch fail with code `FEATURIZE_WORKER_FAILED`.
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
 */
export function createThreadPool<T = Featurizable>(
  options: ThreadPoolOptions = {},
): FeaturizePool<T> {
  const { size = availableParallelism(), module = ownModule } = options;
  if (!Number.isInteger(size) || size < 1) {
    throw new RangeError(`a pool has one thread or more, not ${size}`);
  }
  return createWorkerPool<T>((listener) => startThread(module, listener), size, true);
}

function startThread(module: URL, { onReply, onFailure }: WorkerListener): WorkerPort {
  const thread = new Worker(firstLines, { eval: true, workerData: module.href });
  let unanswered = 0;
  thread.unref();
  thread.on("message", (reply: PoolReply) => {
    unanswered--;
    if (unanswered === 0) thread.unref();
    onReply(reply);
  });
  const giveUp = (error: unknown): void => {
    onFailure(error instanceof Error ? error.message : String(error), error);
  };
  thread.on("error", giveUp);
  thread.on("messageerror", giveUp);
  thread.on("exit", (code) => {
    onFailure(`the thread ended with code ${code}`);
  });
  return {
    send: (request, transfer) => {
      thread.postMessage(request, transfer);
      unanswered++;
      if (unanswered === 1) thread.ref();
    },
    end: () => thread.terminate(),
  };
}

// A text, so that it needs no file that a bundler could forget, and right as a script and as a module,
// for a thread inherits `--input-type`.
const firstLines = `import("node:worker_threads").then(async ({ parentPort, workerData }) => {
  const { default: task } = await import(workerData);
  if (typeof task?.serve !== "function") {
    throw new TypeError(workerData + " has no default export made by createFeaturizeTask");
  }
  task.serve(parentPort);
});`;

// In the same form as this file: JavaScript in the package, TypeScript in the source tree, where a Node
// that does not strip types needs another module.
const ownModule = new URL(`featurizeWorker${extname(import.meta.url)}`, import.meta.url);
