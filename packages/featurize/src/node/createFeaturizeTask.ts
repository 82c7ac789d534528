import type { PrepareItem } from "../parallel/featurizeBatch.ts";
import { serveFeaturize, type WorkerScope } from "../parallel/serveFeaturize.ts";
import type { Featurizable } from "../tensor/featurizeAll.ts";

/** What a worker thread of {@link createThreadPool} runs. */
export interface FeaturizeTask<T> {
  /** Makes a crystal of an item. */
  readonly prepare: PrepareItem<T>;
  /** Answers what comes through the port of the thread; {@link createThreadPool} has it called. */
  readonly serve: (port: WorkerScope) => void;
}

/**
 * Makes the default export of a module whose threads featurize for {@link createThreadPool}.
 *
 * @param prepare - makes a crystal of an item, for example `parseCif`; by default items are crystals,
 * or records with a `structure`. An error with a `code` becomes the item's result, any other ends the
 * whole work
 * @returns what to export as default
 *
 * @remarks
 * Tensors are handed over to the main thread, not copied.
 *
 * @example
 * ```ts
 * // cifWorker.ts
 * import { parseCif } from "@ftcp/cif";
 * import { createFeaturizeTask } from "@ftcp/featurize/node";
 *
 * export default createFeaturizeTask((cif: string) => parseCif(cif));
 * ```
 */
export function createFeaturizeTask<T = Featurizable>(
  prepare: PrepareItem<T> = (item) => item as Featurizable,
): FeaturizeTask<T> {
  return {
    prepare,
    serve: (port) => {
      serveFeaturize(port, prepare);
    },
  };
}
