import { Tinypool } from "tinypool";

import {
  featurizeBatch,
  type FeaturizeBatch,
  type PrepareItem,
} from "../parallel/featurizeBatch.ts";
import type { Featurizable } from "../tensor/featurizeAll.ts";

/** What a worker thread of {@link createThreadPool} runs. */
export type FeaturizeTask<T> = (batch: FeaturizeBatch<T>) => Promise<unknown>;

/**
 * Makes the default export of a module whose threads featurize for {@link createThreadPool}.
 *
 * @param prepare - makes a crystal of an item, for example `parseCif`; by default items are crystals,
 * or records with a `structure`. An error with a `code` becomes the item's result, any other ends the
 * whole work
 * @returns the function to export as default
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
  return async (batch) => {
    const result = await featurizeBatch(batch, prepare);
    // Where a bundler has made a second tinypool of ours, the first does not see the mark, and copies
    // what stands in `result`.
    const message = Object.assign({}, result, {
      [Tinypool.transferableSymbol]: [result.data.buffer],
      [Tinypool.valueSymbol]: result,
    });
    return Tinypool.move(message as unknown as ArrayBuffer); // its types know no messages
  };
}
