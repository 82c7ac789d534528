import type { Compressors, DecodedArray } from "hyparquet";
import { parquetHeader, readPage } from "hyparquet/src/column.js";
import { convert } from "hyparquet/src/convert.js";
import { isFlatColumn } from "hyparquet/src/schema.js";
import type { ColumnDecoder, DataReader, PageHeader } from "hyparquet/src/types.js";
import type { RandomAccessSource } from "../source/randomAccess.ts";
import { openPage } from "./openPage.ts";

/** Bytes read at once; a page that is larger is read whole. */
const WINDOW = 1 << 18;
/** No writer makes such pages; a larger one is a damaged header. */
const MAX_PAGE_BYTES = 1 << 30;
/** Most values of a page; runs of equal ones take no room, so that only this bounds their memory. */
const MAX_PAGE_VALUES = 1 << 24;

/** What is known of a column chunk: one leaf column of one row group. */
export interface ColumnChunkPlace {
  /** First byte, that of the dictionary where there is one. */
  readonly start: number;
  /** First byte after it. */
  readonly end: number;
  /** How its pages are read. */
  readonly decoder: Omit<ColumnDecoder, "compressors"> & { readonly compressors: Compressors };
}

/**
 * Reads a column chunk page by page, so that memory holds a page and not a row group: files by pyarrow and
 * pandas have a million rows in a group.
 */
export class ColumnCursor {
  readonly #source: RandomAccessSource;
  readonly #decoder: ColumnDecoder;
  readonly #isFlat: boolean;
  readonly #end: number;
  #position: number; // in the file, of the first byte of the window
  #window: Uint8Array<ArrayBuffer> = new Uint8Array();
  #dictionary: DecodedArray | undefined;
  #rows: unknown[][] = []; // pages that are read but not taken
  #first = 0; // rows taken of the first of them
  #count = 0; // rows that wait
  #tail: unknown[] = []; // the last row of a nested column, which the next page may go on with

  /**
   * @param source - the file
   * @param place - the chunk
   */
  constructor(source: RandomAccessSource, place: ColumnChunkPlace) {
    this.#source = source;
    this.#decoder = place.decoder;
    this.#isFlat = isFlatColumn(place.decoder.schemaPath);
    this.#position = place.start;
    this.#end = place.end;
  }

  /** Bytes of the file that were read. */
  get position(): number {
    return this.#position;
  }

  /**
   * @param count - rows wanted
   * @returns that many values, in order
   * @throws Error when the chunk is damaged or has fewer rows
   */
  async take(count: number): Promise<unknown[]> {
    while (this.#count < count) await this.#readPage();
    const taken: unknown[] = [];
    while (taken.length < count) {
      const page = this.#rows[0] ?? [];
      const part = page.slice(this.#first, this.#first + count - taken.length);
      for (const value of part) taken.push(value);
      this.#first += part.length;
      if (this.#first >= page.length) {
        this.#rows.shift();
        this.#first = 0;
      }
    }
    this.#count -= count;
    return taken;
  }

  async #readPage(): Promise<void> {
    if (this.#position >= this.#end) {
      if (this.#tail.length === 0) throw new Error("a column has fewer rows than its group");
      this.#add(this.#tail);
      this.#tail = [];
      return;
    }
    const header = await this.#readHeader();
    const size = header.compressed_page_size;
    if (size > MAX_PAGE_BYTES || header.uncompressed_page_size > MAX_PAGE_BYTES || size < 0) {
      throw new Error("the header of a page is damaged");
    }
    await this.#fill(size);
    // A copy: hyparquet looks at the buffer beneath, and what it gives may be a view of it.
    const bytes = this.#window.slice(0, size);
    this.#advance(size);
    if (header.type === "DICTIONARY_PAGE") {
      const reader: DataReader = { view: new DataView(bytes.buffer), offset: 0 };
      const { data } = readPage(reader, header, this.#decoder, undefined, undefined, 0);
      if (data !== undefined) this.#dictionary = convert(data, this.#decoder);
      return;
    }
    const values = header.data_page_header?.num_values ?? header.data_page_header_v2?.num_values;
    if (values === undefined) {
      if (header.type === "INDEX_PAGE") return;
      throw new Error(`unknown type of page ${header.type}`);
    }
    if (values === 0) return;
    if (!(values > 0 && values <= MAX_PAGE_VALUES)) {
      throw new Error("the header of a page is damaged");
    }
    const previous = this.#isFlat ? undefined : this.#tail;
    const page = openPage(bytes, header, this.#decoder);
    const { buffer, byteOffset, byteLength } = page.bytes;
    const reader: DataReader = { view: new DataView(buffer, byteOffset, byteLength), offset: 0 };
    const { data } = readPage(reader, page.header, page.decoder, this.#dictionary, previous, 0);
    const rows = Array.isArray(data)
      ? (data as unknown[])
      : [...((data ?? []) as Iterable<unknown>)];
    if (this.#isFlat) {
      this.#add(rows);
    } else {
      this.#tail = rows.slice(-1);
      this.#add(rows.slice(0, -1));
    }
  }

  #add(rows: unknown[]): void {
    if (rows.length === 0) return;
    this.#rows.push(rows);
    this.#count += rows.length;
  }

  /** Headers tell their length only by their end; statistics of long texts make them long. */
  async #readHeader(): Promise<PageHeader> {
    for (let size = 1 << 12; ; size *= 8) {
      const wanted = Math.min(size, this.#end - this.#position);
      await this.#fill(wanted);
      const { buffer, byteOffset } = this.#window;
      const reader: DataReader = {
        view: new DataView(buffer, byteOffset, this.#window.length),
        offset: 0,
      };
      try {
        const header = parquetHeader(reader);
        this.#advance(reader.offset);
        return header;
      } catch (error) {
        // Beyond the window there may be more; at the end of the chunk there is not.
        if (!(error instanceof RangeError) || this.#window.length >= this.#end - this.#position) {
          throw error;
        }
      }
    }
  }

  async #fill(size: number): Promise<void> {
    if (this.#window.length >= size) return;
    const left = this.#end - this.#position;
    if (size > left) throw new Error("a page is cut short");
    const from = this.#position + this.#window.length;
    const to = this.#position + Math.min(left, Math.max(size, WINDOW));
    const more = new Uint8Array(await this.#source.slice(from, to));
    if (more.length < to - from) throw new Error("the file is cut short");
    const window = new Uint8Array(this.#window.length + more.length);
    window.set(this.#window);
    window.set(more, this.#window.length);
    this.#window = window;
  }

  #advance(size: number): void {
    this.#window = this.#window.subarray(size);
    this.#position += size;
  }
}
