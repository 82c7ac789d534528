import { gzipSync } from "fflate";
import type { CompressionCodec, SchemaElement } from "hyparquet";
import { ByteWriter, ParquetWriter } from "hyparquet-writer";
import type { RecordSource } from "../crystalRecord.ts";
import { tabulateRecords } from "../write/tabulateRecords.ts";
import type { TableHeader, TableRow } from "../write/tabulateRecords.ts";
import type { WriteTableOptions } from "../write/writeTableOptions.ts";

/** What {@link writeParquet} can be told. */
export interface WriteParquetOptions extends WriteTableOptions {
  /** Compression of the columns; default `"snappy"`. */
  readonly codec?: "snappy" | "gzip" | "none";
  /** Most crystals in a row group; default 10,000. A group is closed before when its text exceeds 16 MiB. */
  readonly rowGroupSize?: number;
  /** Further entries of the file's metadata, such as a licence. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/** UTF-16 units of text after which a row group is closed; bounds the memory. */
const GROUP_CHARACTERS = 1 << 24;

const CODECS: Readonly<Record<string, CompressionCodec>> = {
  snappy: "SNAPPY",
  gzip: "GZIP",
  none: "UNCOMPRESSED",
};

/**
 * Writes crystals as Parquet, the inverse of {@link readParquet}: columns `material_id` (text), the
 * properties (double), the labels (text) and `cif` (text), null where a value is missing.
 *
 * @param source - records or results, in any iterable
 * @param options - columns, codec, size of the row groups; see {@link WriteParquetOptions}
 * @returns the bytes of the file in pieces, a piece a row group, and the directory at the end
 * @throws the error of the first failed result: handle failures before writing
 * @throws {@link DatasetError} with code `DATASETS_UNKNOWN_COLUMN` when a crystal has a column that those
 *   before it did not show
 * @throws RangeError when a property or label is called `material_id` or `cif`, or `rowGroupSize` is no
 *   positive integer
 *
 * @remarks
 * Memory holds one row group. Equal records give equal bytes. A file that was not finished has no directory,
 * and no reader takes it for whole.
 *
 * @example
 * ```ts
 * import { readCsv, writeParquet } from "@ftcp/datasets";
 *
 * const pieces: Uint8Array[] = [];
 * for await (const piece of writeParquet(readCsv("material_id,cif\n"))) pieces.push(piece);
 * const file = new Blob(pieces as BlobPart[]);
 * ```
 *
 * @see https://parquet.apache.org/docs/file-format/
 */
export async function* writeParquet<E extends Error>(
  source: RecordSource<E>,
  options: WriteParquetOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { codec = "snappy", rowGroupSize = 10_000, metadata = {} } = options;
  if (!(Number.isSafeInteger(rowGroupSize) && rowGroupSize > 0)) {
    throw new RangeError(`rowGroupSize must be a positive integer, received ${rowGroupSize}`);
  }
  const { header, rows } = await tabulateRecords(source, options);
  const bytes = new ByteWriter(1 << 16);
  const writer = new ParquetWriter({
    writer: bytes,
    schema: createSchema(header),
    codec: CODECS[codec] ?? "SNAPPY",
    compressors: { GZIP: (input) => gzipSync(input, { mtime: 0 }) },
    kvMetadata: Object.entries(metadata).map(([key, value]) => ({ key, value })),
    createdBy: "ftcp",
  });
  let group: TableRow[] = [];
  let characters = 0;
  const writeGroup = async (): Promise<Uint8Array> => {
    const size = group.length;
    await writer.write({
      columnData: header.names.map((name, column) => ({
        name,
        data: group.map((row) => row[column] ?? null),
        // Hardly any crystal is there twice, so a dictionary of them would be work for nothing.
        ...(column === header.names.length - 1 ? { encoding: "PLAIN" as const } : {}),
      })),
      rowGroupSize: size,
    });
    group = [];
    characters = 0;
    return takeBytes(bytes);
  };
  for await (const row of rows) {
    group.push(row);
    for (const cell of row) characters += typeof cell === "string" ? cell.length : 8;
    if (group.length >= rowGroupSize || characters >= GROUP_CHARACTERS) yield await writeGroup();
  }
  if (group.length > 0) yield await writeGroup();
  await writer.finish();
  yield takeBytes(bytes);
}

function createSchema({ names, isNumber }: TableHeader): SchemaElement[] {
  const last = names.length - 1;
  return [
    { name: "schema", num_children: names.length },
    ...names.map((name, column): SchemaElement => {
      const repetition_type = column === 0 || column === last ? "REQUIRED" : "OPTIONAL";
      return isNumber[column] === true
        ? { name, type: "DOUBLE", repetition_type }
        : {
            name,
            type: "BYTE_ARRAY",
            converted_type: "UTF8",
            logical_type: { type: "STRING" },
            repetition_type,
          };
    }),
  ];
}

/** Takes what was written so far and lets the writer begin anew; its offset goes on. */
function takeBytes(writer: ByteWriter): Uint8Array {
  const taken = writer.getBytes().slice();
  writer.index = 0;
  return taken;
}
