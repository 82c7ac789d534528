import {
  Field,
  FixedSizeList,
  Float32,
  Int32,
  makeData,
  RecordBatch,
  RecordBatchFileWriter,
  RecordBatchStreamWriter,
  Schema,
  Struct,
  Utf8,
  vectorFromArray,
} from "apache-arrow";

import type { TensorFormat } from "../format/tensorFormat.ts";
import type { FtcpLayout } from "../layout/ftcpLayout.ts";

/** Settings of {@link arrowFormat}. */
export interface ArrowFormatOptions {
  /**
   * `file`: random access, the `.arrow` file, also known as Feather version 2; `stream`: for pipes,
   * `.arrows`. `file` by default.
   */
  readonly kind?: "file" | "stream";
}

/**
 * Arrow IPC: a table with a row for each crystal, for `writeTensors` of `@ftcp/featurize/node`.
 *
 * @param options - file or stream
 * @returns the format
 *
 * @remarks
 * Columns: `id` (text), `index` (int32, position in the source), `tensor` (a fixed-size list of
 * `rows * columns` float32; of the canonical extension type `arrow.fixed_shape_tensor` with shape
 * `[rows, columns]`, so that pyarrow makes a numpy array of it without a copy). The metadata of the
 * schema hold the layout in JSON under `ftcp:layout`. A block is one record batch.
 *
 * @example
 * ```ts
 * await writeTensors("X.arrow", () => entries, { layout, format: arrowFormat() });
 * ```
 *
 * @see https://arrow.apache.org/docs/format/Columnar.html#serialization-and-interprocess-communication-ipc
 */
export function arrowFormat(options: ArrowFormatOptions = {}): TensorFormat {
  const { kind = "file" } = options;
  return {
    name: kind === "file" ? "arrow" : "arrow stream",
    createEncoder: (layout) => {
      const schema = createSchema(layout);
      const size = layout.rows * layout.columns;
      const writer = kind === "file" ? new FileEncoder(schema) : new StreamEncoder(schema);
      const start = writer.take();
      let known = 0; // blocks that a checkpoint has told of
      return {
        start: () => start,
        encode: ({ data, ids, indices }) => {
          const length = ids.length;
          const list = makeData({
            type: listType(size),
            length,
            nullCount: 0,
            child: makeData({ type: new Float32(), length: length * size, nullCount: 0, data }),
          });
          const index = Int32Array.from(indices);
          const [id] = vectorFromArray([...ids], new Utf8()).data;
          if (id === undefined) throw new RangeError("a block holds one crystal or more");
          const children = [
            id,
            makeData({ type: new Int32(), length, nullCount: 0, data: index }),
            list,
          ];
          const type = new Struct(schema.fields);
          writer.write(new RecordBatch(schema, makeData({ type, length, nullCount: 0, children })));
          return writer.take();
        },
        checkpoint: () => {
          const blocks = writer.blocks.slice(known);
          known = writer.blocks.length;
          return blocks;
        },
        restore: (checkpoints) => {
          writer.restore(checkpoints.flatMap((blocks) => blocks as ArrowBlock[]));
          known = writer.blocks.length;
        },
        end: () => {
          writer.finish();
          return { tail: writer.take(), patches: [] };
        },
      };
    },
  };
}

function listType(size: number): FixedSizeList<Float32> {
  return new FixedSizeList(size, new Field("item", new Float32(), false));
}

function createSchema(layout: FtcpLayout): Schema {
  const { rows, columns } = layout;
  const shape = new Map([
    ["ARROW:extension:name", "arrow.fixed_shape_tensor"],
    ["ARROW:extension:metadata", JSON.stringify({ shape: [rows, columns] })],
  ]);
  return new Schema(
    [
      new Field("id", new Utf8(), false),
      new Field("index", new Int32(), false),
      new Field("tensor", listType(rows * columns), false, shape),
    ],
    new Map([["ftcp:layout", JSON.stringify(layout)]]),
  );
}

/** Where a record batch lies in the file; the footer lists them. */
interface ArrowBlock {
  readonly offset: number;
  readonly metaDataLength: number;
  readonly bodyLength: number;
}

/** Arrow's own writer of files, whose bytes are taken piece by piece, and which can go on. */
class FileEncoder extends RecordBatchFileWriter {
  #pieces: Uint8Array[] = [];

  constructor(schema: Schema) {
    super();
    this.reset(undefined, schema);
  }

  get blocks(): readonly ArrowBlock[] {
    return this._recordBatchBlocks.map(({ offset, metaDataLength, bodyLength }) => ({
      ...{ offset, metaDataLength, bodyLength },
    }));
  }

  take(): Uint8Array[] {
    return this.#pieces.splice(0);
  }

  restore(blocks: readonly ArrowBlock[]): void {
    this._recordBatchBlocks = blocks as typeof this._recordBatchBlocks;
    const last = blocks.at(-1);
    if (last !== undefined) {
      this._position = last.offset + last.metaDataLength + last.bodyLength;
    }
  }

  protected override _write(chunk: ArrayBufferView): this {
    const bytes = toBytes(chunk);
    this.#pieces.push(bytes);
    this._position += bytes.length;
    return this;
  }
}

/** Arrow's own writer of streams, whose bytes are taken piece by piece. */
class StreamEncoder extends RecordBatchStreamWriter {
  readonly blocks: readonly ArrowBlock[] = []; // a stream does not list them
  #pieces: Uint8Array[] = [];

  constructor(schema: Schema) {
    super();
    this.reset(undefined, schema);
  }

  take(): Uint8Array[] {
    return this.#pieces.splice(0);
  }

  restore(): void {
    // Nothing in a stream depends on what came before.
  }

  protected override _write(chunk: ArrayBufferView): this {
    this.#pieces.push(toBytes(chunk));
    return this;
  }
}

function toBytes(chunk: ArrayBufferView): Uint8Array {
  return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.byteLength);
}
