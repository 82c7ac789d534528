import { Inflate } from "fflate";
import { DatasetError } from "../datasetError.ts";
import type { RandomAccessSource } from "../source/randomAccess.ts";
import { crc32 } from "./crc32.ts";

/** A file within a zip. */
export interface ZipEntry {
  /** Its name. */
  readonly name: string;
  /** Bytes of the file itself. */
  readonly size: number;
  /**
   * @returns the bytes of the file, checked against the CRC-32
   * @throws DatasetError with code `DATASETS_DAMAGED_FILE` or `DATASETS_UNSUPPORTED_CONTENT`
   */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

/** Compressed bytes that are inflated at once. */
const PIECE = 1 << 16;

/**
 * Reads the directory of a zip, also zip64; nothing in it is trusted.
 *
 * @param access - the zip
 * @returns its files in the order of the directory
 * @throws {@link DatasetError} with code `DATASETS_DAMAGED_FILE` when it is no zip or lacks its end,
 *   `DATASETS_UNSUPPORTED_CONTENT` when it is in several parts
 *
 * @see PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3
 */
export async function openZip(access: RandomAccessSource): Promise<readonly ZipEntry[]> {
  const { byteLength } = access;
  const take = async (start: number, end: number): Promise<DataView<ArrayBuffer>> => {
    if (!(start >= 0 && start <= end && end <= byteLength))
      throw damaged("it points beyond its end");
    const view = new DataView(await access.slice(start, end));
    if (view.byteLength < end - start) throw damaged("it is cut short");
    return view;
  };
  const tailStart = Math.max(0, byteLength - 65_557); // the longest end record
  const tail = await take(tailStart, byteLength);
  let end = tail.byteLength - 22;
  while (end >= 0 && tail.getUint32(end, true) !== 0x06054b50) end -= 1;
  if (end < 0)
    throw damaged("its directory is not there, so it was not written or copied to its end");
  let count = tail.getUint16(end + 10, true);
  let size = tail.getUint32(end + 12, true);
  let start = tail.getUint32(end + 16, true);
  if (count === 0xffff || size === 0xffffffff || start === 0xffffffff) {
    const locator = await take(tailStart + end - 20, tailStart + end);
    if (locator.getUint32(0, true) !== 0x07064b50)
      throw damaged("its zip64 directory is not there");
    const at = Number(locator.getBigUint64(8, true));
    const end64 = await take(at, at + 56);
    if (end64.getUint32(0, true) !== 0x06064b50) throw damaged("its zip64 directory is not there");
    count = Number(end64.getBigUint64(32, true));
    size = Number(end64.getBigUint64(40, true));
    start = Number(end64.getBigUint64(48, true));
  }
  const directory = await take(start, start + size);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > size || directory.getUint32(at, true) !== 0x02014b50) {
      throw damaged("its directory is damaged");
    }
    const nameLength = directory.getUint16(at + 28, true);
    const extraLength = directory.getUint16(at + 30, true);
    const next = at + 46 + nameLength + extraLength + directory.getUint16(at + 32, true);
    if (next > size) throw damaged("its directory is damaged");
    const name = new TextDecoder().decode(
      new Uint8Array(directory.buffer, directory.byteOffset + at + 46, nameLength),
    );
    const flags = directory.getUint16(at + 8, true);
    const method = directory.getUint16(at + 10, true);
    const crc = directory.getUint32(at + 16, true);
    const sizes = readSizes(directory, at, at + 46 + nameLength, extraLength);
    const read = async (): Promise<Uint8Array<ArrayBuffer>> => {
      if ((flags & 1) !== 0) throw unsupported(`${name} is encrypted`);
      const head = await take(sizes.position, sizes.position + 30);
      if (head.getUint32(0, true) !== 0x04034b50)
        throw damaged(`${name} is not where it should be`);
      const from = sizes.position + 30 + head.getUint16(26, true) + head.getUint16(28, true);
      const { buffer } = await take(from, from + sizes.packed);
      const packed = new Uint8Array(buffer);
      if (method !== 0 && method !== 8)
        throw unsupported(`${name} is compressed by method ${method}`);
      const bytes = method === 0 ? packed : inflate(packed, sizes.size, name);
      if (bytes.length !== sizes.size || crc32(bytes) !== crc) {
        throw damaged(`${name} has not the checksum that it should have`);
      }
      return bytes;
    };
    entries.push({ name, size: sizes.size, read });
    at = next;
  }
  return entries;
}

/** Sizes and position, from the extra field of zip64 where they are there. */
function readSizes(
  directory: DataView,
  at: number,
  extraStart: number,
  extraLength: number,
): { packed: number; size: number; position: number } {
  let packed = directory.getUint32(at + 20, true);
  let size = directory.getUint32(at + 24, true);
  let position = directory.getUint32(at + 42, true);
  for (let i = extraStart; i + 4 <= extraStart + extraLength;) {
    const length = directory.getUint16(i + 2, true);
    if (directory.getUint16(i, true) === 1) {
      let field = i + 4;
      const end = Math.min(i + 4 + length, extraStart + extraLength);
      const take = (value: number): number => {
        if (value !== 0xffffffff) return value;
        if (field + 8 > end) throw damaged("its directory is damaged");
        field += 8;
        return Number(directory.getBigUint64(field - 8, true));
      };
      size = take(size);
      packed = take(packed);
      position = take(position);
    }
    i += 4 + length;
  }
  return { packed, size, position };
}

/** Inflates no further than to the size that the directory promises: memory is taken as bytes come. */
function inflate(packed: Uint8Array, size: number, name: string): Uint8Array<ArrayBuffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    const stream = new Inflate((part) => {
      length += part.length;
      parts.push(part);
    });
    for (let at = 0; at < packed.length && length <= size; at += PIECE) {
      stream.push(packed.subarray(at, at + PIECE), at + PIECE >= packed.length);
    }
  } catch (cause) {
    throw damaged(`${name} cannot be decompressed`, cause);
  }
  if (length !== size) throw damaged(`${name} has another size than it should have`);
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function damaged(reason: string, cause?: unknown): DatasetError {
  const message = `the zip is damaged: ${reason}`;
  return new DatasetError("DATASETS_DAMAGED_FILE", message, {}, { cause });
}

function unsupported(reason: string): DatasetError {
  return new DatasetError("DATASETS_UNSUPPORTED_CONTENT", `the zip is not read: ${reason}`);
}
