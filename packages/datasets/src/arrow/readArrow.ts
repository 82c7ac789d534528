import {
  CompressionType,
  compressionRegistry,
  DataType,
  RecordBatchReader,
  StructRow,
  Vector,
} from "apache-arrow";
import type { Data, RecordBatch } from "apache-arrow";
import { decompress as decompressZstdFrame } from "fzstd";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { createRecordBuilder } from "../read/createRecordBuilder.ts";
import { toPlainValue } from "../read/toPlainValue.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import { joinParts } from "../source/joinParts.ts";
import { refuseHtml } from "../source/refuseHtml.ts";
import { streamRecords } from "../source/streamRecords.ts";
import { checkArrowData } from "./checkArrowData.ts";
import { checkArrowMessages } from "./checkArrowMessages.ts";
import { decompressLz4Frame } from "./decompressLz4Frame.ts";

/**
 * Reads crystals from Arrow IPC, files (`.arrow`, Feather version 2) and streams (`.arrows`): a row a crystal, in
 * columns as the other readers know them.
 *
 * @param source - the content as bytes, `Blob`, web stream or iterable of chunks
 * @param options - column names, progress, abort; see {@link ReadOptions}
 * @returns a result per row, in the order of the file, read as the caller goes along
 * @throws {@link DatasetError} with code `DATASETS_HTML_PAGE` when it is a web page
 * @throws the signal's reason when it is aborted
 *
 * @remarks
 * Memory holds one record batch. Files are read from start to end like streams, so one without a schema before
 * its batches (as apache-arrow for JavaScript writes them by itself) is not read. Buffers compressed with LZ4 or
 * zstd are read. Values are treated as those of Parquet are. What is damaged or lacks its end (the mark `EOS`
 * of a stream, the magic of a file) ends with one failed result `DATASETS_DAMAGED_FILE` after the rows before
 * it. Needs the package `apache-arrow`.
 *
 * @example
 * ```ts
 * import { readArrow } from "@ftcp/datasets/arrow";
 *
 * const response = await fetch("https://example.org/crystals.arrow");
 * for await (const item of readArrow(response.body ?? "")) {
 *   if (item.ok) console.log(item.value.id);
 * }
 * ```
 *
 * @see https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc
 */
export function readArrow(
  source: DatasetSource,
  options: ReadOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  return streamRecords(source, options, (chunks) => decodeArrow(chunks, options));
}

const MAGIC = "ARROW1";

async function* decodeArrow(
  chunks: AsyncGenerator<Uint8Array, void, undefined>,
  options: ReadOptions,
): AsyncGenerator<RecordResult, void, undefined> {
  registerCodecs();
  const { file } = options;
  const buildRecord = createRecordBuilder(options, true);
  const content = new Content(chunks, file);
  let row = 0;
  try {
    const reader = await RecordBatchReader.from(checkArrowMessages(content.stream()));
    await reader.open();
    for await (const batch of reader as AsyncIterable<RecordBatch>) {
      const columns = batch.schema.fields.map(({ name, type }, i) => {
        const vector = batch.getChildAt(i);
        for (const data of vector?.data ?? []) checkArrowData(data as Data);
        if ((vector?.length ?? 0) < batch.numRows) throw new RangeError("a column is too short");
        return { name, valueOf: (at: number) => toValue(vector?.get(at), type as DataType) };
      });
      for (let i = 0; i < batch.numRows; i++) {
        row += 1;
        const values = columns.map(({ name, valueOf }) => [name, valueOf(i)] as const);
        const result = buildRecord(Object.fromEntries(values), { file, row });
        if (result !== undefined) yield result;
      }
    }
    await content.drain();
  } catch (cause) {
    if (cause instanceof DatasetError || options.signal?.aborted === true) throw cause;
    throw damaged(cause instanceof Error ? cause.message : String(cause), cause);
  }
  content.requireEnd();
}

/** The bytes on their way to Arrow's reader: what stands before and after a file's stream is taken off. */
class Content {
  readonly #chunks: AsyncGenerator<Uint8Array, void, undefined>;
  readonly #file: string | undefined;
  #isFile = false;
  #tail: Uint8Array = new Uint8Array(); // the last eight bytes

  constructor(chunks: AsyncGenerator<Uint8Array, void, undefined>, file: string | undefined) {
    this.#chunks = chunks;
    this.#file = file;
  }

  async *stream(): AsyncGenerator<Uint8Array, void, undefined> {
    let head: Uint8Array = new Uint8Array();
    while (head.length < 8) {
      const next = await this.#next();
      if (next === undefined) break;
      head = joinParts([head, next]);
    }
    const text = new TextDecoder("latin1").decode(head.subarray(0, 400));
    refuseHtml(text, this.#file);
    this.#isFile = text.startsWith(MAGIC);
    if (!this.#isFile && !text.startsWith("\u00ff\u00ff\u00ff\u00ff")) {
      throw damaged("this is no Arrow file or stream");
    }
    yield this.#isFile ? head.slice(8) : head;
    for (let next = await this.#next(); next !== undefined; next = await this.#next()) yield next;
  }

  /** Reads on to the end, after which nothing that matters comes but its last bytes. */
  async drain(): Promise<void> {
    while ((await this.#next()) !== undefined);
  }

  requireEnd(): void {
    const text = new TextDecoder("latin1").decode(this.#tail);
    const isWhole = this.#isFile
      ? text.endsWith(MAGIC)
      : text === "\u00ff\u00ff\u00ff\u00ff\0\0\0\0";
    if (!isWhole) throw damaged("its end is not there, so it was not written or copied to its end");
  }

  async #next(): Promise<Uint8Array | undefined> {
    const next = await this.#chunks.next();
    if (next.done === true) return undefined;
    this.#tail = joinParts([this.#tail, next.value.subarray(-8)]).slice(-8);
    return next.value.slice(); // the source may use its buffer again
  }
}

function damaged(reason: string, cause?: unknown): DatasetError {
  const message = `the Arrow data is damaged: ${reason}`;
  return new DatasetError("DATASETS_DAMAGED_FILE", message, {}, { cause });
}

function registerCodecs(): void {
  if (compressionRegistry.get(CompressionType.LZ4_FRAME)?.decode === undefined) {
    compressionRegistry.set(CompressionType.LZ4_FRAME, { decode: decompressLz4Frame });
  }
  if (compressionRegistry.get(CompressionType.ZSTD)?.decode === undefined) {
    compressionRegistry.set(CompressionType.ZSTD, {
      decode: (data) => decompressZstdFrame(data).slice(),
    });
  }
}

function toValue(value: unknown, type: DataType): unknown {
  if (value === null || value === undefined) return null;
  if (DataType.isDate(type) || DataType.isTimestamp(type))
    return toPlainValue(new Date(Number(value)));
  if (DataType.isDictionary(type)) return toValue(value, type.dictionary as DataType);
  if (value instanceof Vector) {
    const list = value;
    return Array.from({ length: list.length }, (_, i) =>
      toValue(list.get(i), list.type as DataType),
    );
  }
  if (value instanceof StructRow && DataType.isStruct(type)) {
    const row = value as unknown as Readonly<Record<string, unknown>>;
    return Object.fromEntries(
      type.children.map(({ name, type: inner }) => [name, toValue(row[name], inner as DataType)]),
    );
  }
  return toPlainValue(value);
}
