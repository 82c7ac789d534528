import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createAtomicWriter } from "@ftcp/files";
import type { AtomicWriter } from "@ftcp/files";
import type { RecordResult, RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetFormat } from "../format/datasetFormat.ts";
import { formatOfName } from "../format/formatOfName.ts";
import { writeRecords } from "../format/writeRecords.ts";
import { iterateRecords } from "../iterateRecords.ts";
import type { WriteParquetOptions } from "../parquet/writeParquet.ts";
import { loadArrowCodec } from "./loadArrowCodec.ts";
import { parseChecksums } from "./parseChecksums.ts";
import { writeChecksum, writeChecksums } from "./writeChecksum.ts";

/** What {@link writeDataset} can be told. */
export interface WriteDatasetOptions extends WriteParquetOptions {
  /** Default: by the name of the file, `.gz` and `.zst` left aside. */
  readonly format?: Exclude<DatasetFormat, "cif-folder">;
  /**
   * Whether the SHA-256 is put beside it, in a file `PATH.sha256` as `sha256sum --check` wants it; default: only
   * where there is one already, which is then renewed.
   */
  readonly checksum?: boolean;
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

/**
 * Writes a dataset to disk: `.jsonl`, `.csv`, `.tsv`, `.json` or `.extxyz`, each also as `.gz` or `.zst`, or
 * `.parquet`, `.arrow`, `.npz` (see `datasetFormats` of `@ftcp/datasets` for all endings).
 *
 * @param path - the file; one that is there is replaced
 * @param source - records or results, in any iterable
 * @param options - format, columns, abort; see {@link WriteDatasetOptions}
 * @returns counts and the checksum
 * @throws `DatasetError` with code `DATASETS_UNKNOWN_FORMAT` when the name tells no format,
 *   `DATASETS_WRITE_FAILED` when the system cannot write, `DATASETS_MISSING_LIBRARY` when `apache-arrow` is not
 *   installed, and what the writer of the format throws
 *
 * @remarks
 * The file appears under its name only when it is whole and on the disk (written beside it, synced and
 * renamed); after an error or an abort what was there before is untouched. Memory does not grow, but for `.npz`.
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
  const { format } = formatOfName(path, options.format);
  const codecs = format === "arrow" ? [await loadArrowCodec()] : [];
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
  const pieces = writeRecords(path, count(), { ...options, codecs });
  const writer = await guard(path, () => createAtomicWriter(path));
  try {
    const { bytes, sha256 } = await writeFile(writer, pieces, path);
    // A checksum that is there is renewed; until the new file is in place, both are right.
    const earlier = await readFile(`${path}.sha256`, "utf8").catch(() => undefined);
    if (earlier !== undefined) {
      await writeChecksums(path, [...parseChecksums(earlier, path), sha256]);
    }
    await guard(path, writer.commit);
    if (options.checksum === true || earlier !== undefined) await writeChecksum(path, sha256);
    return { crystals, failures, bytes, sha256 };
  } finally {
    await writer.discard();
  }
}

async function writeFile(
  { file }: AtomicWriter,
  pieces: AsyncIterable<Uint8Array>,
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
