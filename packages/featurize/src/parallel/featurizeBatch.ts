import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";
import { parseLayout } from "../layout/parseLayout.ts";
import type { Featurizable } from "../tensor/featurizeAll.ts";
import { featurizeInto } from "../tensor/featurizeInto.ts";
import { describeError } from "./describeError.ts";
import type { PlainError } from "./plainError.ts";

/** Work for one worker; plain data. */
export interface FeaturizeBatch<T> {
  /** The layout in JSON. */
  readonly layout: string;
  /** What to featurize. */
  readonly items: readonly T[];
  /**
   * Memory for the tensors, which is handed over to the worker and comes back with the result; where
   * there is none, or too little, the worker takes new memory.
   */
  readonly memory?: ArrayBuffer | undefined;
}

/** What a worker gives back; plain data. */
export interface FeaturizedBatch {
  /** The tensors of the good items one after another. */
  readonly data: Float32Array<ArrayBuffer>;
  /** For each item the error, or `undefined` when it is good; may end with the last error. */
  readonly errors: readonly (PlainError | undefined)[];
}

/**
 * Makes a crystal of an item, for example by `parseCif`; runs in the worker.
 *
 * An error with a `code` is the item's own; any other stops the work.
 */
export type PrepareItem<T> = (item: T) => Featurizable | Promise<Featurizable>;

let last: { readonly json: string; readonly layout: FtcpLayout } | undefined;

/** Featurizes a batch; what a worker does. */
export async function featurizeBatch<T>(
  batch: FeaturizeBatch<T>,
  prepare: PrepareItem<T>,
): Promise<FeaturizedBatch> {
  if (last?.json !== batch.layout) {
    last = { json: batch.layout, layout: parseLayout(JSON.parse(batch.layout)) };
  }
  const { layout } = last;
  const size = layout.rows * layout.columns;
  const needed = batch.items.length * size;
  const { memory = new ArrayBuffer(0) } = batch;
  const data =
    memory.byteLength < 4 * needed ? new Float32Array(needed) : new Float32Array(memory, 0, needed);
  const errors: (PlainError | undefined)[] = [];
  let good = 0;
  for (const [index, item] of batch.items.entries()) {
    try {
      const made = prepare(item);
      const crystal = made instanceof Promise ? await made : made;
      featurizeInto(
        "structure" in crystal ? crystal.structure : crystal,
        layout,
        data,
        good * size,
      );
      good++;
    } catch (error) {
      if (!isOfItem(error)) throw error;
      while (errors.length < index) errors.push(undefined);
      errors.push(describeError(error));
    }
  }
  return { data: good === batch.items.length ? data : data.subarray(0, good * size), errors };
}

function isOfItem(error: unknown): boolean {
  if (error instanceof FeaturizeError) return true;
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
