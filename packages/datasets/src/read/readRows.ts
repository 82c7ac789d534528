import type { Result } from "@ftcp/crystal";
import { DatasetError } from "../datasetError.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import { decompress } from "../source/decompress.ts";
import { refuseHtml } from "../source/refuseHtml.ts";
import { readBytes } from "../source/readBytes.ts";
import { splitLines } from "../source/splitLines.ts";
import type { TextLine } from "../source/splitLines.ts";

/** A file format: what becomes of each line, and of the end. */
export interface RowFormat<T> {
  /**
   * @param line - the next line
   * @returns the rows that end with this line
   */
  takeLine(line: TextLine): Iterable<Result<T, DatasetError>>;
  /** @returns what the end of the file completes */
  finish(): Iterable<Result<T, DatasetError>>;
}

/** Errors of the source that end the reading with a failed result. */
const BREAKING_CODES: ReadonlySet<string> = new Set([
  "DATASETS_DAMAGED_GZIP",
  "DATASETS_DAMAGED_ZSTD",
  "DATASETS_UNREADABLE_FILE",
]);

const DEFAULT_MAX_LINE_BYTES = 64 * 1024 * 1024;

/**
 * Reads a source line by line through a format, with progress and abort: the common part of all
 * readers of text files.
 *
 * @param source - the content
 * @param options - see {@link ReadOptions}
 * @param createFormat - makes the format's state for this one pass
 * @returns a result per row; a source that breaks off ends with one failed result
 */
export async function* readRows<T>(
  source: DatasetSource,
  options: ReadOptions,
  createFormat: () => RowFormat<T>,
): AsyncGenerator<Result<T, DatasetError>, void, undefined> {
  const { signal, onProgress, file, bytesTotal } = options;
  const maxLineBytes = options.maxLineBytes ?? DEFAULT_MAX_LINE_BYTES;
  if (!(maxLineBytes >= 1)) {
    throw new RangeError(`maxLineBytes must be at least 1, received ${maxLineBytes}`);
  }
  signal?.throwIfAborted();
  let bytesRead = 0;
  let rows = 0;
  let failures = 0;
  let lastLine = 0;
  let started = false;
  const report = (): void => onProgress?.({ bytesRead, bytesTotal, rows, failures });
  async function* countBytes(): AsyncGenerator<Uint8Array, void, undefined> {
    for await (const chunk of readBytes(source, signal)) {
      bytesRead += chunk.length;
      yield chunk;
    }
  }
  const count = (result: Result<T, DatasetError>): Result<T, DatasetError> => {
    rows += 1;
    if (!result.ok) failures += 1;
    return result;
  };
  const format = createFormat();
  try {
    const chunks = decompress(countBytes(), options.compression ?? "auto");
    for await (const lines of splitLines(chunks, maxLineBytes)) {
      for (const line of lines) {
        if (!started && line.text.trim() !== "") {
          started = true;
          refuseHtml(line.text, file);
        }
        for (const result of format.takeLine(line)) {
          yield count(result);
          signal?.throwIfAborted();
        }
        lastLine = line.number;
      }
      report();
    }
  } catch (error) {
    if (error instanceof DatasetError && BREAKING_CODES.has(error.code)) {
      const place = { file, line: lastLine + 1 };
      yield count({
        ok: false,
        error: new DatasetError(error.code, error.message, place, { cause: error.cause }),
      });
      report();
      return;
    }
    throw error;
  }
  for (const result of format.finish()) {
    yield count(result);
    signal?.throwIfAborted();
  }
  report();
}
