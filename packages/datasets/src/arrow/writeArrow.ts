import {
  Field,
  Float64,
  makeData,
  Message,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from "apache-arrow";
import type { RecordSource } from "../crystalRecord.ts";
import { tabulateRecords } from "../write/tabulateRecords.ts";
import type { TableRow } from "../write/tabulateRecords.ts";
import type { WriteTableOptions } from "../write/writeTableOptions.ts";

/** What {@link writeArrow} can be told. */
export interface WriteArrowOptions extends WriteTableOptions {
  /** `"file"` (default): the `.arrow` file, also known as Feather version 2; `"stream"`: for pipes, `.arrows`. */
  readonly kind?: "file" | "stream";
  /** Crystals in a record batch; default 1000. They are held in memory. */
  readonly batchSize?: number;
  /** Further entries of the schema's metadata, such as a licence. */
  readonly metadata?: Readonly<Record<string, string>>;
}

/**
 * Writes crystals as Arrow IPC, the inverse of {@link readArrow}: columns `material_id` (text), the properties
 * (float64), the labels (text) and `cif` (text), null where a value is missing; not compressed.
 *
 * @param source - records or results, in any iterable
 * @param options - columns, kind, size of the batches; see {@link WriteArrowOptions}
 * @returns the bytes in pieces
 * @throws the error of the first failed result: handle failures before writing
 * @throws DatasetError with code `DATASETS_UNKNOWN_COLUMN` when a crystal has a column that those before it did
 *   not show
 * @throws RangeError when `batchSize` is no positive integer
 *
 * @remarks
 * Needs the package `apache-arrow`.
 *
 * @example
 * ```ts
 * import { readCsv } from "@ftcp/datasets";
 * import { writeArrow } from "@ftcp/datasets/arrow";
 *
 * const pieces: Uint8Array[] = [];
 * for await (const piece of writeArrow(readCsv("material_id,cif\n"))) pieces.push(piece);
 * ```
 */
export async function* writeArrow<E extends Error>(
  source: RecordSource<E>,
  options: WriteArrowOptions = {},
): AsyncGenerator<Uint8Array, void, undefined> {
  const { kind = "file", batchSize = 1000, metadata = {} } = options;
  if (!(Number.isSafeInteger(batchSize) && batchSize > 0)) {
    throw new RangeError(`batchSize must be a positive integer, received ${batchSize}`);
  }
  const { header, rows } = await tabulateRecords(source, options);
  const last = header.names.length - 1;
  const fields = header.names.map((name, column) => {
    const isRequired = column === 0 || column === last;
    return new Field(
      name,
      header.isNumber[column] === true ? new Float64() : new Utf8(),
      !isRequired,
    );
  });
  const schema = new Schema(fields, new Map(Object.entries(metadata)));
  const writer = kind === "file" ? new FileWriter(schema) : new StreamWriter(schema);
  let batch: TableRow[] = [];
  const writeBatch = (): void => {
    const children = fields.map(({ type }, column) => {
      const values = batch.map((row) => row[column] ?? null);
      const [data] = vectorFromArray(values, type).data;
      if (data === undefined) throw new RangeError("a batch holds one crystal or more");
      return data;
    });
    const type = new Struct(fields);
    const data = makeData({ type, length: batch.length, nullCount: 0, children });
    writer.write(new RecordBatch(schema, data));
    batch = [];
  };
  for await (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    writeBatch();
    yield* writer.take();
  }
  if (batch.length > 0) writeBatch();
  writer.finish();
  yield* writer.take();
}

/** Arrow's own writer of files, whose bytes are taken piece by piece. */
class FileWriter extends RecordBatchFileWriter {
  #pieces: Uint8Array[] = [];

  constructor(schema: Schema) {
    super();
    this.reset(undefined, schema);
  }

  take(): Uint8Array[] {
    return this.#pieces.splice(0);
  }

  /** The format wants the schema before the batches too; Arrow's own writer leaves it to the footer. */
  protected override _writeSchema(schema: Schema): this {
    super._writeSchema(schema);
    return this._writeMessage(Message.from(schema));
  }

  protected override _write(chunk: ArrayBufferView): this {
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#pieces.push(bytes);
    this._position += bytes.length;
    return this;
  }
}

/** Arrow's own writer of streams, whose bytes are taken piece by piece. */
class StreamWriter extends RecordBatchStreamWriter {
  #pieces: Uint8Array[] = [];

  constructor(schema: Schema) {
    super();
    this.reset(undefined, schema);
  }

  take(): Uint8Array[] {
    return this.#pieces.splice(0);
  }

  protected override _write(chunk: ArrayBufferView): this {
    const bytes = new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    this.#pieces.push(bytes);
    this._position += bytes.length;
    return this;
  }
}
