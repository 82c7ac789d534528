import { createHash } from "node:crypto";
import { once } from "node:events";
import { createGzip } from "node:zlib";
import { createAtomicWriter } from "@ftcp/files";
import type { AtomicWriter } from "@ftcp/files";
import type { RecordResult, RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";
import { writeJson } from "../json/writeJson.ts";
import { writeParquet } from "../parquet/writeParquet.ts";
import type { WriteParquetOptions } from "../parquet/writeParquet.ts";
import { writeCsv } from "../write/writeCsv.ts";
import { writeJsonl } from "../write/writeJsonl.ts";
import { writeExtendedXyz } from "../xyz/writeExtendedXyz.ts";
import type { DatasetFormat } from "./readDataset.ts";

/** What {@link writeDataset} can be told. */
export interface WriteDatasetOptions extends WriteParquetOptions {
  /** Default: by the name of the file, `.gz` left aside. */
  readonly format?: Exclude<DatasetFormat, "cif-folder">;
  /** Called for each failed result, which is then left out. Default: the first one is thrown. */
  readonly onFailure?: (error: Error) => void;
  /** Called after each crystal with the number written so far. */
  readonly onProgress?: (crystals: number) => void;
}

/** What {@link writeDataset} has written. */
export interface WriteDatasetReport {
  /** Crystals in the file. */
  readonly crystals: number;
  /** Failed results left out. */
  readonly failures: number;
  /** Size of the file. */
  readonly bytes: number;
  /** SHA-256 of the file in hexadecimal. */
  readonly sha256: string;
}

const EXTENSIONS: Readonly<Record<string, Exclude<DatasetFormat, "cif-folder">>> = {
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
 * Writes a dataset to disk: `.jsonl`, `.csv`, `.tsv`, `.json` or `.extxyz`, each also as `.gz`, or `.parquet`.
 *
 * @param path - the file; one that is there is replaced
 * @param source - records or results, in any iterable
 * @param options - format, columns, abort; see {@link WriteDatasetOptions}
 * @returns counts and the checksum
 * @throws `DatasetError` with code `DATASETS_UNKNOWN_FORMAT` when the name tells no format,
 *   `DATASETS_WRITE_FAILED` when the system cannot write, and what the writer of the format throws
 *
 * @remarks
 * The file appears under its name only when it is whole and on the disk (written beside it, synced and
 * renamed); after an error or an abort what was there before is untouched. Memory does not grow.
 *
 * @example
 * ```ts
 * import { readDataset, writeDataset } from "@ftcp/datasets/node";
 *
 * const report = await writeDataset("crystals.parquet", readDataset("crystals.csv"));
 * console.log(report.crystals, report.sha256);
 * ```
 */
export async function writeDataset<E extends Error>(
  path: string,
  source: RecordSource<E>,
  options: WriteDatasetOptions = {},
): Promise<WriteDatasetReport> {
  const isGzip = /\.gz$/i.test(path);
  const extension = /\.[^./\\]+$/.exec(path.toLowerCase().replace(/\.gz$/, ""))?.[0] ?? "";
  const format = options.format ?? EXTENSIONS[extension];
  if (format === undefined || (isGzip && format === "parquet")) {
    const known = Object.keys(EXTENSIONS);
    throw new DatasetError(
      "DATASETS_UNKNOWN_FORMAT",
      `the name tells no format that is written; known are ${known.join(", ")}, text also with .gz`,
      { file: path, known },
    );
  }
  let crystals = 0;
  let failures = 0;
  async function* count(): AsyncGenerator<RecordResult<E>, void, undefined> {
    for await (const result of iterateRecords(source)) {
      options.signal?.throwIfAborted();
      if (result.ok) {
        yield result;
        crystals += 1;
        options.onProgress?.(crystals);
      } else if (options.onFailure === undefined) {
        yield result;
      } else {
        failures += 1;
        options.onFailure(result.error);
      }
    }
  }
  const pieces = encode(format, count(), options);
  const writer = await guard(path, () => createAtomicWriter(path));
  try {
    const { bytes, sha256 } = await writeFile(writer, isGzip ? gzip(pieces) : pieces, path);
    await guard(path, writer.commit);
    return { crystals, failures, bytes, sha256 };
  } finally {
    await writer.discard();
  }
}

type Pieces = AsyncGenerator<string | Uint8Array, void, undefined>;

function encode<E extends Error>(
  format: Exclude<DatasetFormat, "cif-folder">,
  source: RecordSource<E>,
  options: WriteDatasetOptions,
): Pieces {
  if (format === "parquet") return writeParquet(source, options);
  if (format === "csv") return writeCsv(source, options);
  if (format === "tsv") return writeCsv(source, { ...options, delimiter: "\t" });
  if (format === "json") return writeJson(source, options);
  return format === "extxyz" ? writeExtendedXyz(source) : writeJsonl(source);
}

async function* gzip(pieces: Pieces): AsyncGenerator<Uint8Array, void, undefined> {
  const stream = createGzip();
  const feeding = (async () => {
    try {
      for await (const piece of pieces) {
        if (!stream.write(piece)) await once(stream, "drain");
      }
      stream.end();
    } catch (error) {
      stream.destroy(error as Error);
      throw error;
    }
  })();
  feeding.catch(() => undefined); // told by the stream too, and awaited below
  try {
    for await (const chunk of stream) yield chunk as Uint8Array;
    await feeding;
  } finally {
    stream.destroy();
  }
}

async function writeFile(
  { file }: AtomicWriter,
  pieces: AsyncIterable<string | Uint8Array>,
  path: string,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash("sha256");
  let bytes = 0;
  let waiting: Buffer[] = [];
  let size = 0;
  const flush = async (): Promise<void> => {
    const whole = Buffer.concat(waiting);
    waiting = [];
    size = 0;
    hash.update(whole);
    bytes += whole.length;
    await guard(path, () => file.writeFile(whole));
  };
  for await (const piece of pieces) {
    const part = typeof piece === "string" ? Buffer.from(piece) : Buffer.from(piece);
    waiting.push(part);
    size += part.length;
    if (size >= 1 << 20) await flush();
  }
  await flush();
  return { bytes, sha256: hash.digest("hex") };
}

async function guard<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (cause) {
    throw new DatasetError(
      "DATASETS_WRITE_FAILED",
      `cannot be written: ${cause instanceof Error ? cause.message : String(cause)}`,
      { file: path },
      { cause },
    );
  }
}
