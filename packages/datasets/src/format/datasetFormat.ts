/** Forms of a dataset: of a file, or of a folder of crystals (`"cif-folder"`: CIFs and POSCARs). */
export type DatasetFormat =
  "jsonl" | "csv" | "tsv" | "json" | "extxyz" | "parquet" | "arrow" | "npz" | "cif-folder";

/** A line of {@link datasetFormats}. */
export interface FormatDescription {
  /** Its name. */
  readonly format: DatasetFormat;
  /** Endings of file names in small letters, the usual one first; none for folders. */
  readonly extensions: readonly string[];
  /** Whether it is text, which is also written with `.gz` and `.zst` after the ending; both are read of all. */
  readonly isText: boolean;
}

/**
 * All forms of a dataset that are read and written, with the endings of their files: one table for paths, blobs and
 * streams.
 *
 * @example
 * ```ts
 * import { datasetFormats } from "@ftcp/datasets";
 *
 * const endings = datasetFormats.flatMap(({ extensions }) => extensions); // ".jsonl", ".ndjson", ".csv", …
 * ```
 */
export const datasetFormats: readonly FormatDescription[] = [
  { format: "jsonl", extensions: [".jsonl", ".ndjson"], isText: true },
  { format: "csv", extensions: [".csv"], isText: true },
  { format: "tsv", extensions: [".tsv"], isText: true },
  { format: "json", extensions: [".json"], isText: true },
  { format: "extxyz", extensions: [".extxyz", ".xyz"], isText: true },
  { format: "parquet", extensions: [".parquet"], isText: false },
  { format: "arrow", extensions: [".arrow", ".feather", ".ipc", ".arrows"], isText: false },
  { format: "npz", extensions: [".npz"], isText: false },
  { format: "cif-folder", extensions: [], isText: false },
];
