import { createReadStream } from "node:fs";
import { open, stat } from "node:fs/promises";
import type { FileHandle } from "node:fs/promises";
import { DatasetError } from "../datasetError.ts";
import type { RecordResult } from "../crystalRecord.ts";
import { readJson } from "../json/readJson.ts";
import { readParquet } from "../parquet/readParquet.ts";
import { readExtendedXyz } from "../xyz/readExtendedXyz.ts";
import { readCsv } from "../read/readCsv.ts";
import type { ReadCsvOptions } from "../read/readCsv.ts";
import { readJsonl } from "../read/readJsonl.ts";
import type { RandomAccessSource } from "../source/randomAccess.ts";
import { readCifFolder } from "./readCifFolder.ts";

/** Forms of a dataset on disk that {@link readDataset} reads. */
export type DatasetFormat = "jsonl" | "csv" | "tsv" | "json" | "extxyz" | "parquet" | "cif-folder";

/** What {@link readDataset} can be told besides the options of all readers. */
export interface ReadDatasetOptions extends ReadCsvOptions {
  /** Default: by the name of the file, `.gz` and `.zst` left aside; a directory is a folder of CIFs. */
  readonly format?: DatasetFormat;
  /** Path of the label CSV of a folder of CIFs; see {@link readCifFolder}. */
  readonly labels?: string;
}

const EXTENSIONS: Readonly<Record<string, DatasetFormat>> = {
  ".jsonl": "jsonl",
  ".ndjson": "jsonl",
  ".csv": "csv",
  ".tsv": "tsv",
  ".json": "json",
  ".xyz": "extxyz",
  ".extxyz": "extxyz",
  ".parquet": "parquet",
};

/**
 * Reads a dataset from disk: `.jsonl`, `.csv`, `.tsv`, `.json` or `.extxyz`, each also as `.gz` or `.zst`,
 * `.parquet`, or a folder of CIFs.
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
  if (format === "parquet") {
    const handle = await open(path, "r");
    try {
      yield* readParquet(accessFile(handle, size), { file: path, ...options });
    } finally {
      await handle.close();
    }
    return;
  }
  const readOptions = { file: path, bytesTotal: size, ...options };
  const stream = createReadStream(path, { highWaterMark: 1 << 17 });
  try {
    if (format === "jsonl") yield* readJsonl(stream, readOptions);
    else if (format === "csv") yield* readCsv(stream, readOptions);
    else if (format === "json") yield* readJson(stream, readOptions);
    else if (format === "extxyz") yield* readExtendedXyz(stream, readOptions);
    else yield* readCsv(stream, { delimiter: "\t", ...readOptions });
  } finally {
    stream.destroy();
  }
}

/** Parts of a file, read as they are asked for. */
function accessFile(handle: FileHandle, byteLength: number): RandomAccessSource {
  return {
    byteLength,
    slice: async (start, end) => {
      const bytes = new Uint8Array(Math.max(0, Math.min(end, byteLength) - start));
      let done = 0;
      while (done < bytes.length) {
        const { bytesRead } = await handle.read(bytes, done, bytes.length - done, start + done);
        if (bytesRead === 0) break;
        done += bytesRead;
      }
      return bytes.buffer.slice(0, done);
    },
  };
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
  const extension = /\.[^./\\]+$/.exec(path.toLowerCase().replace(/\.(?:gz|zst)$/, ""))?.[0] ?? "";
  const format = EXTENSIONS[extension];
  if (format === undefined) {
    const known = Object.keys(EXTENSIONS);
    throw new DatasetError(
      "DATASETS_UNKNOWN_FORMAT",
      `the name tells no format; known are ${known.join(", ")}, text also with .gz or .zst, and directories`,
      { file: path, known },
    );
  }
  return { format, isFile, size };
}
