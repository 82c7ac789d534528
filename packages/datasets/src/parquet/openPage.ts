import { decompressPage } from "hyparquet/src/datapage.js";
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from "hyparquet/src/schema.js";
import type { ColumnDecoder, PageHeader } from "hyparquet/src/types.js";
import { joinParts } from "../source/joinParts.ts";
import { checkRunLengths } from "./checkRunLengths.ts";

/** A page as `readPage` of hyparquet takes it. */
export interface OpenPage {
  /** The page, not compressed. */
  readonly bytes: Uint8Array;
  /** What its header says of these bytes. */
  readonly header: PageHeader;
  /** How they are read. */
  readonly decoder: ColumnDecoder;
}

/**
 * Decompresses a page of data and checks the runs of its levels and of its numbers in a dictionary.
 *
 * @param bytes - the page as it stands in the file
 * @param header - its header
 * @param decoder - how its column is read
 * @throws Error when the page is damaged
 */
export function openPage(bytes: Uint8Array, header: PageHeader, decoder: ColumnDecoder): OpenPage {
  const { codec, compressors, schemaPath, type } = decoder;
  const repetitionWidth = bitsOf(getMaxRepetitionLevel(schemaPath));
  const definitionWidth = bitsOf(getMaxDefinitionLevel(schemaPath));
  const second = header.data_page_header_v2;
  if (second !== undefined) {
    const { repetition_levels_byte_length: repetition, definition_levels_byte_length: definition } =
      second;
    const levels = repetition + definition;
    if (!(repetition >= 0 && definition >= 0 && levels <= bytes.length)) {
      throw new Error("the header of a page is damaged");
    }
    const rest = bytes.subarray(levels);
    const values =
      second.is_compressed === false
        ? rest
        : decompressPage(rest, header.uncompressed_page_size - levels, codec, compressors);
    const count = second.num_values;
    if (repetitionWidth > 0) checkRunLengths(bytes, 0, repetition, repetitionWidth, count);
    if (definitionWidth > 0) checkRunLengths(bytes, repetition, levels, definitionWidth, count);
    checkValues(values, 0, second.encoding, type === "BOOLEAN", count);
    const opened = joinParts([bytes.subarray(0, levels), values]);
    return {
      bytes: opened,
      header: {
        ...header,
        compressed_page_size: opened.length,
        data_page_header_v2: { ...second, is_compressed: false },
      },
      decoder,
    };
  }
  const page = decompressPage(bytes, header.uncompressed_page_size, codec, compressors);
  const first = header.data_page_header;
  if (first !== undefined) {
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    let position = 0;
    for (const width of [repetitionWidth, definitionWidth]) {
      if (width === 0) continue;
      const end = position + 4 + view.getUint32(position, true);
      checkRunLengths(page, position + 4, Math.min(end, page.length), width, first.num_values);
      position = end;
    }
    checkValues(page, position, first.encoding, type === "BOOLEAN", first.num_values);
  }
  return {
    bytes: page,
    header: { ...header, compressed_page_size: page.length },
    decoder: { ...decoder, codec: "UNCOMPRESSED" },
  };
}

/** Truths are runs behind their length, numbers in a dictionary runs behind the bits of one. */
function checkValues(
  page: Uint8Array,
  start: number,
  encoding: string,
  isBoolean: boolean,
  count: number,
): void {
  if (isBoolean) {
    if (encoding === "RLE") checkRunLengths(page, start + 4, page.length, 1, count);
  } else if (["PLAIN_DICTIONARY", "RLE_DICTIONARY", "RLE"].includes(encoding)) {
    checkRunLengths(page, start + 1, page.length, page[start] ?? 0, count);
  }
}

function bitsOf(level: number): number {
  return 32 - Math.clz32(level);
}
