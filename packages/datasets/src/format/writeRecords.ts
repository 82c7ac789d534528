import type { RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { writeJson } from "../json/writeJson.ts";
import { writeNpz } from "../numpy/writeNpz.ts";
import { writeParquet } from "../parquet/writeParquet.ts";
import type { WriteParquetOptions } from "../parquet/writeParquet.ts";
import { compress } from "../source/compress.ts";
import { writeCsv } from "../write/writeCsv.ts";
import { writeJsonl } from "../write/writeJsonl.ts";
import { writeExtendedXyz } from "../xyz/writeExtendedXyz.ts";
import type { DatasetCodec } from "./datasetCodec.ts";
import { datasetFormats } from "./datasetFormat.ts";
import { formatOfName } from "./formatOfName.ts";
import type { NamedFormat } from "./formatOfName.ts";
import { requireCodec } from "./requireCodec.ts";

/** What {@link writeRecords} can be told; `codec` is that of Parquet's columns. */
export interface WriteRecordsOptions extends WriteParquetOptions {
  /** The form. Default: by the name. */
  readonly format?: NamedFormat["format"];
  /** Further forms: `[arrowCodec]` of `@ftcp/datasets/arrow`. */
  readonly codecs?: readonly DatasetCodec[];
}

/**
 * Writes a dataset in the form that a name tells, the inverse of {@link readRecords}; what `writeDataset` of
 * `@ftcp/datasets/node` is for paths.
 *
 * @param name - of the file: form, and for texts `.gz` or `.zst`
 * @param source - records or results, in any iterable
 * @param options - form, columns, abort; see {@link WriteRecordsOptions}
 * @returns the bytes of the file in pieces
 * @throws {@link DatasetError} with code `DATASETS_UNKNOWN_FORMAT` when the name tells no form that is written (Parquet,
 *   Arrow and `.npz` have compressions of their own and take no `.gz`), `DATASETS_MISSING_LIBRARY` when it needs a
 *   codec that was not given, and what the writer of the form throws; all of it from the first step of the iteration
 *
 * @remarks
 * Memory does not grow, but for `.npz`. Equal records give equal bytes on one platform; two `.zst` that are written at
 * the same time are cut into frames by chance, with the same content.
 *
 * @example
 * ```ts
 * import { readCsv, writeRecords } from "@ftcp/datasets";
 *
 * const pieces: Uint8Array[] = [];
 * const records = readCsv("material_id,cif\n");
 * for await (const piece of writeRecords("crystals.csv.zst", records)) pieces.push(piece);
 * ```
 */
export async function* writeRecords<E extends Error>(
  name: string,
  source: RecordSource<E>,
  options: WriteRecordsOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { format, compression, isArrowStream } = formatOfName(name, options.format);
  const isText = datasetFormats.some((each) => each.format === format && each.isText);
  if (compression !== "none" && !isText) {
    throw new DatasetError(
      "DATASETS_UNKNOWN_FORMAT",
      `${format} is not written with a compression around it: it has its own`,
      { file: name },
    );
  }
  if (format === "parquet") yield* writeParquet(source, options);
  else if (format === "npz") yield* writeNpz(source, options);
  else if (format === "arrow") {
    const kind = isArrowStream ? "stream" : "file";
    yield* requireCodec(format, options.codecs).write(source, { ...options, kind });
  } else yield* compress(writeText(format, source, options), compression);
}

function writeText<E extends Error>(
  format: "csv" | "extxyz" | "json" | "jsonl" | "tsv",
  source: RecordSource<E>,
  options: WriteRecordsOptions,
): AsyncGenerator<string, void, undefined> {
  if (format === "csv") return writeCsv(source, options);
  if (format === "tsv") return writeCsv(source, { ...options, delimiter: "\t" });
  if (format === "json") return writeJson(source, options);
  return format === "extxyz" ? writeExtendedXyz(source) : writeJsonl(source);
}
