import type { RecordResult } from "../crystalRecord.ts";
import { readJson } from "../json/readJson.ts";
import { readNpz } from "../numpy/readNpz.ts";
import { readParquet } from "../parquet/readParquet.ts";
import { readCsv } from "../read/readCsv.ts";
import type { ReadCsvOptions } from "../read/readCsv.ts";
import { readJsonl } from "../read/readJsonl.ts";
import type { DatasetSource } from "../source/datasetSource.ts";
import type { RandomAccessSource } from "../source/randomAccess.ts";
import { readExtendedXyz } from "../xyz/readExtendedXyz.ts";
import type { DatasetCodec } from "./datasetCodec.ts";
import { formatOfName } from "./formatOfName.ts";
import type { NamedFormat } from "./formatOfName.ts";
import { requireCodec } from "./requireCodec.ts";

/** What {@link readRecords} can be told besides the options of all readers. */
export interface ReadRecordsOptions extends ReadCsvOptions {
  /** The form. Default: by `file`, or by the name of a `File`. */
  readonly format?: NamedFormat["format"];
  /** Further forms: `[arrowCodec]` of `@ftcp/datasets/arrow`. */
  readonly codecs?: readonly DatasetCodec[];
}

/**
 * Reads a dataset of any form from text, bytes, a `Blob` or `File`, a web stream or an iterable of chunks; what
 * `readDataset` of `@ftcp/datasets/node` is for paths.
 *
 * @param source - the content; random access for Parquet and `.npz`
 * @param options - form, column names, progress, abort; see {@link ReadRecordsOptions}
 * @returns a result per row, read as the caller goes along
 * @throws DatasetError with code `DATASETS_UNKNOWN_FORMAT` when neither `format` nor the name of the file tells
 *   the form, `DATASETS_MISSING_LIBRARY` when it needs a codec that was not given, and what the reader of the form
 *   throws; all of it from the first step of the iteration
 *
 * @remarks
 * gzip and zstd are recognised by their first bytes. Memory does not grow for forms that are read from start to end,
 * and for Parquet in a `Blob`; a stream of Parquet or `.npz`, or a compressed one, is taken into memory.
 *
 * @example
 * ```ts
 * import { readRecords } from "@ftcp/datasets";
 * import { arrowCodec } from "@ftcp/datasets/arrow";
 *
 * const response = await fetch("https://example.org/crystals.feather");
 * const options = { file: "crystals.feather", codecs: [arrowCodec] };
 * for await (const item of readRecords(response.body ?? "", options)) {
 *   if (item.ok) console.log(item.value.id);
 * }
 * ```
 */
export async function* readRecords(
  source: DatasetSource | RandomAccessSource,
  options: ReadRecordsOptions = {},
): AsyncGenerator<RecordResult, void, undefined> {
  const name = options.file ?? (source instanceof File ? source.name : undefined);
  const { format } = formatOfName(name ?? "", options.format);
  const readOptions = { ...options, ...(name === undefined ? {} : { file: name }) };
  if (format === "parquet") yield* readParquet(source, readOptions);
  else if (format === "npz") yield* readNpz(source, readOptions);
  else if (isRandomAccessOnly(source)) {
    throw new TypeError(`${format} is read from start to end: give a stream, not random access`);
  } else if (format === "jsonl") yield* readJsonl(source, readOptions);
  else if (format === "csv") yield* readCsv(source, readOptions);
  else if (format === "tsv") yield* readCsv(source, { delimiter: "\t", ...readOptions });
  else if (format === "json") yield* readJson(source, readOptions);
  else if (format === "extxyz") yield* readExtendedXyz(source, readOptions);
  else yield* requireCodec(format, options.codecs).read(source, readOptions);
}

function isRandomAccessOnly(
  source: DatasetSource | RandomAccessSource,
): source is RandomAccessSource {
  return typeof source === "object" && !ArrayBuffer.isView(source) && "byteLength" in source;
}
