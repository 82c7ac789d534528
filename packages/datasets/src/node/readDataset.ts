import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import { DatasetError } from "../datasetError.ts";
import type { RecordResult } from "../crystalRecord.ts";
import { readCsv } from "../read/readCsv.ts";
import type { ReadCsvOptions } from "../read/readCsv.ts";
import { readJsonl } from "../read/readJsonl.ts";
import { readCifFolder } from "./readCifFolder.ts";

/** Forms of a dataset on disk that {@link readDataset} reads. */
export type DatasetFormat = "jsonl" | "csv" | "tsv" | "cif-folder";

/** What {@link readDataset} can be told besides the options of all readers. */
export interface ReadDatasetOptions extends ReadCsvOptions {
  /** Default: by the name of the file, `.gz` left aside; a directory is a folder of CIFs. */
  readonly format?: DatasetFormat;
  /** Path of the label CSV of a folder of CIFs; see {@link readCifFolder}. */
  readonly labels?: string;
}

const EXTENSIONS: Readonly<Record<string, DatasetFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
  ".tsv": "tsv",
};

/**
 * Reads a dataset from disk: `.jsonl`, `.csv` or `.tsv`, each also as `.gz`, or a folder of CIFs.
 *
 * @param path - a file or a directory
 * @param options - format, column names, progress, abort; see {@link ReadDatasetOptions}
 * @returns a result per row or file, read as the caller goes along, in memory that does not grow
 * @throws `DatasetError` with code `DATASETS_UNREADABLE_FILE` when the path cannot be opened,
 *   `DATASETS_UNKNOWN_FORMAT` when its name tells no format, and what {@link readCsv} and
 *   {@link readCifFolder} throw; all of it from the first step of the iteration
 *
 * @example
 * ```ts
 * import { readDataset } from "@ftcp/datasets/node";
 *
 * for await (const item of readDataset("crystals.jsonl.gz")) {
 *   if (item.ok) console.log(item.value.id, item.value.labels["split"]);
 * }
 * ```
 */
export async function* readDataset(
  path: string,
  options: ReadDatasetOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  const { format, isFile, size } = await examine(path, options.format);
  if (format === "cif-folder") {
    yield* readCifFolder(path, options);
    return;
  }
  if (!isFile) {
    throw new DatasetError("DATASETS_UNREADABLE_FILE", "a directory is no file", { file: path });
  }
  const readOptions = { file: path, bytesTotal: size, ...options };
  const stream = createReadStream(path, { highWaterMark: 1 << 17 });
  try {
    if (format === "jsonl") yield* readJsonl(stream, readOptions);
    else if (format === "csv") yield* readCsv(stream, readOptions);
    else yield* readCsv(stream, { delimiter: "\t", ...readOptions });
  } finally {
    stream.destroy();
  }
}

async function examine(
  path: string,
  wanted: DatasetFormat | undefined,
): Promise<{ format: DatasetFormat; isFile: boolean; size: number }> {
  let isDirectory: boolean;
  let size: number;
  try {
    const information = await stat(path);
    isDirectory = information.isDirectory();
    size = information.size;
    if (!isDirectory) await (await open(path, "r")).close(); // may we read it?
  } catch (cause) {
    throw new DatasetError(
      "DATASETS_UNREADABLE_FILE",
      `cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`,
      { file: path },
      { cause },
    );
  }
  const isFile = !isDirectory;
  if (wanted !== undefined) return { format: wanted, isFile, size };
  if (isDirectory) return { format: "cif-folder", isFile, size };
  const extension = /\.[^./\\]+$/.exec(path.toLowerCase().replace(/\.gz$/, ""))?.[0] ?? "";
  const format = EXTENSIONS[extension];
  if (format === undefined) {
    const known = Object.keys(EXTENSIONS);
    throw new DatasetError(
      "DATASETS_UNKNOWN_FORMAT",
      `the name tells no format; known are ${known.join(", ")}, each with or without .gz, and directories`,
      { file: path, known },
    );
  }
  return { format, isFile, size };
}
