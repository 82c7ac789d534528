import type { Featurizable } from "../tensor/featurizeAll.ts";
import { describeError } from "./describeError.ts";
import { featurizeBatch, type FeaturizeBatch, type PrepareItem } from "./featurizeBatch.ts";
import type { PoolReply, PoolRequest } from "./poolMessages.ts";

/** The part of a Web Worker's global scope that {@link serveFeaturize} needs; `self` is one. */
export interface WorkerScope {
  /** Sends an answer. */
  postMessage(message: unknown, options: { readonly transfer: Transferable[] }): void;
  /** Waits for work. */
  addEventListener(
    type: "message",
    listener: (event: { readonly type: string; readonly data?: unknown }) => void,
  ): void;
}

/**
 * Makes a Web Worker featurize for {@link createWebWorkerPool}: the only line of a worker's file.
 *
 * @param scope - the worker's `self`
 * @param prepare - makes a crystal of an item, for example `parseCif`; by default items are crystals,
 * or records with a `structure`. An error with a `code` becomes the item's result, any other ends the
 * whole work
 *
 * @remarks
 * Nothing here knows of files or of Node, so every bundler can pack it. Tensors are handed over, not
 * copied.
 *
 * @example
 * ```ts
 * // worker.ts
 * import { parseCif } from "@ftcp/cif";
 * import { serveFeaturize } from "@ftcp/featurize";
 *
 * serveFeaturize(self, (cif: string) => parseCif(cif));
 * ```
 */
export function serveFeaturize<T = Featurizable>(
  scope: WorkerScope,
  prepare: PrepareItem<T> = (item) => item as Featurizable,
): void {
  let last = Promise.resolve();
  scope.addEventListener("message", ({ data }) => {
    const { request, batch } = data as PoolRequest<T>;
    last = last.then(() => answer(request, batch)); // one after the other; never rejects
  });

  async function answer(request: number, batch: FeaturizeBatch<T>): Promise<void> {
    let reply: PoolReply;
    let transfer: Transferable[] = [];
    try {
      const result = await featurizeBatch(batch, prepare);
      reply = { request, result };
      transfer = [result.data.buffer];
    } catch (error) {
      reply = { request, failure: describeError(error) };
    }
    scope.postMessage(reply, { transfer });
  }
}
