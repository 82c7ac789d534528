import type { RecordResult, RecordSource } from "../crystalRecord.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import type { WriteTableOptions } from "../write/writeTableOptions.ts";
import type { DatasetFormat } from "./datasetFormat.ts";

/** Reader and writer of a form that needs a package of its own, as `arrowCodec` of `@ftcp/datasets/arrow`. */
export interface DatasetCodec {
  /** The form. */
  readonly format: DatasetFormat;
  /** Reads a source. */
  readonly read: (
    source: DatasetSource,
    options: ReadOptions,
  ) => AsyncGenerator<RecordResult, void, undefined>;
  /** Writes records. */
  readonly write: <E extends Error>(
    source: RecordSource<E>,
    options: WriteTableOptions & { readonly kind?: "file" | "stream" },
  ) => AsyncGenerator<Uint8Array, void, undefined>;
}
