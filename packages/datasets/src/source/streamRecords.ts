import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetSource, ReadOptions } from "./datasetSource.ts";
import { decompress } from "./decompress.ts";
import { readBytes } from "./readBytes.ts";

/** Errors of the source or of a whole file that end the reading with a failed result. */
const BREAKING_CODES: ReadonlySet<string> = new Set([
  "DATASETS_DAMAGED_FILE",
  "DATASETS_DAMAGED_GZIP",
  "DATASETS_DAMAGED_ZSTD",
  "DATASETS_LINE_TOO_LONG",
  "DATASETS_UNREADABLE_FILE",
]);

/**
 * Reads a source through a decoder, with progress and abort: the common part of the readers of formats that
 * are no lines.
 *
 * @param source - the content
 * @param options - see {@link ReadOptions}
 * @param decode - gives results from the decompressed bytes
 * @returns a result per row; a source that breaks off ends with one failed result
 */
export async function* streamRecords(
  source: DatasetSource,
  options: ReadOptions,
  decode: (
    chunks: AsyncGenerator<Uint8Array, void, undefined>,
  ) => AsyncGenerator<RecordResult, void, undefined>,
): AsyncGenerator<RecordResult, void, undefined> {
  const { signal, onProgress, file, bytesTotal } = options;
  signal?.throwIfAborted();
  let bytesRead = 0;
  let rows = 0;
  let failures = 0;
  const report = (): void => onProgress?.({ bytesRead, bytesTotal, rows, failures });
  async function* countBytes(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of readBytes(source, signal)) {
      bytesRead += chunk.length;
      yield chunk;
      report();
    }
  }
  const chunks = decompress(countBytes(), options.compression ?? "auto");
  try {
    for await (const result of decode(chunks)) {
      rows += 1;
      if (!result.ok) failures += 1;
      yield result;
      signal?.throwIfAborted();
    }
  } catch (error) {
    if (!(error instanceof DatasetError) || !BREAKING_CODES.has(error.code)) throw error;
    rows += 1;
    failures += 1;
    const place = { file, row: rows };
    yield {
      ok: false,
      error:
        error.file === undefined
          ? new DatasetError(error.code, error.message, place, { cause: error.cause })
          : error,
    };
  } finally {
    await chunks.return();
  }
  report();
}
