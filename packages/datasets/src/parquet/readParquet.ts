import type { ColumnChunk, Compressors, FileMetaData, SchemaTree } from "hyparquet";
import { parquetMetadataAsync, parquetSchema } from "hyparquet";
import { assembleNested } from "hyparquet/src/assemble.js";
import { DEFAULT_PARSERS } from "hyparquet/src/convert.js";
import { getTreePath } from "hyparquet/src/schema.js";
import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { createRecordBuilder } from "../read/createRecordBuilder.ts";
import { isCrystalColumn } from "../read/isCrystalColumn.ts";
import { toPlainValue } from "../read/toPlainValue.ts";
import type { DatasetSource, ReadOptions } from "../source/datasetSource.ts";
import { openRandomAccess } from "../source/randomAccess.ts";
import type { RandomAccessSource } from "../source/randomAccess.ts";
import { refuseHtml } from "../source/refuseHtml.ts";
import { ColumnCursor } from "./columnCursor.ts";

/** What {@link readParquet} can be told besides the options of all readers. */
export interface ReadParquetOptions extends Omit<ReadOptions, "compression" | "maxLineBytes"> {
  /** Columns to read besides those of id and crystal; the others are not even decompressed. Default: all. */
  readonly columns?: readonly string[];
}

/** Rows assembled at once. */
const BATCH = 512;

/**
 * Reads crystals from Parquet: a row a crystal, in columns as the other readers know them.
 *
 * @param source - the content as bytes, `Blob` or anything with random access; a stream is taken into
 *   memory first, as the directory of a Parquet file is at its end
 * @param options - columns, progress, abort; see {@link ReadParquetOptions}
 * @returns a result per row, in the order of the file, read as the caller goes along
 * @throws {@link DatasetError} with code `DATASETS_DAMAGED_FILE` when the file is no Parquet or lacks its
 *   end, `DATASETS_HTML_PAGE` when it is a web page, `DATASETS_MISSING_COLUMN` when a column of `columns` is
 *   not there, `DATASETS_UNSUPPORTED_CONTENT` when it is encrypted
 * @throws the signal's reason when it is aborted
 *
 * @remarks
 * Memory holds a page of each column (about 1 MB) and 512 rows, whatever the size of the row groups. All
 * encodings of hyparquet and the codecs Snappy, gzip, zstd, Brotli and LZ4 are read, lists, structs and maps
 * too. Numbers become `properties`; 64-bit integers beyond 2^53 become labels, as do dates (ISO 8601), lists
 * and objects (JSON) and binary values (hexadecimal). A page that is damaged ends the reading with a failed
 * result `DATASETS_DAMAGED_FILE`, as what follows cannot be trusted. Checksums of pages are not verified.
 *
 * @example
 * ```ts
 * import { readParquet } from "@ftcp/datasets";
 *
 * const response = await fetch("https://example.org/crystals.parquet");
 * for await (const item of readParquet(await response.blob())) {
 *   if (item.ok) console.log(item.value.id, item.value.properties["band_gap"]);
 * }
 * ```
 *
 * @see https://parquet.apache.org/docs/file-format/
 */
export async function* readParquet(
  source: DatasetSource | RandomAccessSource,
  options: ReadParquetOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  const { signal, onProgress, file } = options;
  signal?.throwIfAborted();
  const access = await openRandomAccess(source, signal);
  const metadata = await readMetadata(access, file);
  const tree = parquetSchema(metadata);
  const wanted = chooseColumns(tree, options);
  const compressors = await loadCompressors(metadata, file);
  const buildRecord = createRecordBuilder(options, true);
  const bytesTotal = access.byteLength;

  let row = 0;
  let rows = 0;
  let failures = 0;
  let bytesRead = 0;
  const report = (): void => onProgress?.({ bytesRead, bytesTotal, rows, failures });
  for (const group of metadata.row_groups) {
    const left = Number(group.num_rows);
    let reader: ReturnType<typeof openGroup> | undefined;
    for (let done = 0; done < left; done += BATCH) {
      signal?.throwIfAborted();
      let batch: Readonly<Record<string, unknown>>[];
      try {
        reader ??= openGroup(group.columns);
        batch = await reader.take(Math.min(BATCH, left - done));
        bytesRead = reader.position();
      } catch (cause) {
        signal?.throwIfAborted();
        if (cause instanceof DatasetError && cause.code === "DATASETS_UNSUPPORTED_CONTENT") {
          throw cause;
        }
        rows += 1;
        failures += 1;
        const message = `the Parquet data is damaged from row ${row + 1} on: ${messageOf(cause)}`;
        const place = { file, row: row + 1 };
        yield {
          ok: false,
          error: new DatasetError("DATASETS_DAMAGED_FILE", message, place, { cause }),
        };
        report();
        return;
      }
      for (const columns of batch) {
        row += 1;
        const result = buildRecord(columns, { file, row });
        if (result === undefined) continue;
        rows += 1;
        if (!result.ok) failures += 1;
        yield result;
        signal?.throwIfAborted();
      }
      report();
    }
  }
  bytesRead = bytesTotal;
  report();

  function openGroup(chunks: readonly ColumnChunk[]): {
    take: (count: number) => Promise<Record<string, unknown>[]>;
    position: () => number;
  } {
    const cursors = new Map<string, ColumnCursor>();
    for (const { meta_data: data, file_path: path } of chunks) {
      const [top] = data?.path_in_schema ?? [];
      if (data === undefined || path !== undefined) {
        throw new DatasetError(
          "DATASETS_UNSUPPORTED_CONTENT",
          "columns that are encrypted or lie in other files are not read",
          { file },
        );
      }
      if (top === undefined || !wanted.has(top)) continue;
      const schemaPath = getTreePath(tree, data.path_in_schema);
      const element = schemaPath.at(-1)?.element;
      if (element === undefined) continue;
      const dictionary = Number(data.dictionary_page_offset ?? 0n);
      const pages = Number(data.data_page_offset);
      const start = dictionary > 0 ? Math.min(dictionary, pages) : pages;
      cursors.set(
        data.path_in_schema.join("."),
        new ColumnCursor(access, {
          start,
          end: Math.min(start + Number(data.total_compressed_size), access.byteLength),
          decoder: {
            pathInSchema: data.path_in_schema,
            type: data.type,
            codec: data.codec,
            element,
            schemaPath,
            parsers: DEFAULT_PARSERS,
            compressors,
            utf8: true,
          },
        }),
      );
    }
    const tops = tree.children.filter(({ element }) => wanted.has(element.name));
    return {
      take: async (count) => {
        const values: [string, unknown[]][] = [];
        for (const top of tops)
          values.push([top.element.name, await takeColumn(top, cursors, count)]);
        return Array.from({ length: count }, (_, i) =>
          Object.fromEntries(values.map(([name, column]) => [name, toPlainValue(column[i])])),
        );
      },
      position: () => Math.max(0, ...[...cursors.values()].map(({ position }) => position)),
    };
  }
}

/** The values of one column of the table, leaves of lists and structs put together. */
async function takeColumn(
  top: SchemaTree,
  cursors: ReadonlyMap<string, ColumnCursor>,
  count: number,
): Promise<unknown[]> {
  if (top.children.length === 0) {
    const cursor = cursors.get(top.path.join("."));
    if (cursor === undefined) throw new Error(`column ${top.element.name} is not there`);
    return cursor.take(count);
  }
  const leaves = new Map<string, unknown[]>();
  const prefix = `${top.path.join(".")}.`;
  for (const [path, cursor] of cursors) {
    if (path.startsWith(prefix)) leaves.set(path, await cursor.take(count));
  }
  assembleNested(leaves, top, DEFAULT_PARSERS);
  const column = leaves.get(top.path.join("."));
  if (column?.length !== count) throw new Error(`column ${top.element.name} does not fit together`);
  return column;
}

async function readMetadata(
  access: RandomAccessSource,
  file: string | undefined,
): Promise<FileMetaData> {
  const head = new Uint8Array(await access.slice(0, Math.min(400, access.byteLength)));
  const text = new TextDecoder("latin1").decode(head);
  refuseHtml(text, file);
  if (text.startsWith("PARE")) {
    throw new DatasetError("DATASETS_UNSUPPORTED_CONTENT", "encrypted Parquet is not read", {
      file,
    });
  }
  if (!text.startsWith("PAR1") || access.byteLength < 12) {
    throw new DatasetError("DATASETS_DAMAGED_FILE", "this is no Parquet file", { file });
  }
  try {
    return await parquetMetadataAsync({
      byteLength: access.byteLength,
      slice: (start, end = access.byteLength) => access.slice(start, end),
    });
  } catch (cause) {
    throw new DatasetError(
      "DATASETS_DAMAGED_FILE",
      `the Parquet file has no end, so it was not written or not copied to its end: ${messageOf(cause)}`,
      { file },
      { cause },
    );
  }
}

function chooseColumns(tree: SchemaTree, options: ReadParquetOptions): ReadonlySet<string> {
  const names = tree.children.map(({ element }) => element.name);
  const { columns, file } = options;
  if (columns === undefined) return new Set(names);
  const missing = columns.find((name) => !names.includes(name));
  if (missing !== undefined) {
    throw new DatasetError(
      "DATASETS_MISSING_COLUMN",
      `no column ${missing}; the columns are ${names.join(", ").slice(0, 500)}`,
      { file, column: missing, known: names },
    );
  }
  const kept = names.filter((name) => columns.includes(name) || isCrystalColumn(name, options));
  return new Set(kept);
}

/** Snappy comes with hyparquet; the others are loaded where a file needs them. */
async function loadCompressors(
  { row_groups: groups }: FileMetaData,
  file: string | undefined,
): Promise<Compressors> {
  const codecs = new Set(
    groups.flatMap(({ columns }) => columns.map(({ meta_data: data }) => data?.codec)),
  );
  for (const codec of ["UNCOMPRESSED", "SNAPPY", undefined] as const) codecs.delete(codec);
  if (codecs.size === 0) return {};
  const more = await import("hyparquet-compressors");
  const known: Compressors = {
    GZIP: more.decompressGzip,
    BROTLI: more.decompressBrotli,
    ZSTD: (input) => more.decompressZstd(input),
    LZ4: more.decompressLz4,
    LZ4_RAW: more.decompressLz4Raw,
  };
  for (const codec of codecs) {
    if (codec !== undefined && known[codec] === undefined) {
      const message = `the compression ${codec} of the columns is not read`;
      throw new DatasetError("DATASETS_UNSUPPORTED_CONTENT", message, { file });
    }
  }
  return known;
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
