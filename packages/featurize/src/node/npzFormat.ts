import { constants, crc32, deflateRawSync } from "node:zlib";

import type { TensorFormat } from "../format/tensorFormat.ts";
import { combineCrc32 } from "./combineCrc32.ts";
import { formatNpyHeader } from "./npyHeader.ts";
import { littleEndianBytes } from "./npyFormat.ts";

/** Settings of {@link npzFormat}. */
export interface NpzFormatOptions {
  /** Whether the tensors are compressed (deflate); true by default. */
  readonly compressed?: boolean;
}

/** Where a file stands between two blocks. */
interface Progress {
  readonly crystals: number;
  /** CRC-32 of the tensors. */
  readonly crc: number;
  /** Bytes of them in the file. */
  readonly packed: number;
}

/**
 * The `.npz` file of numpy, a zip of `tensors.npy`, shape (crystals, rows, columns), and `layout.json`.
 *
 * @param options - compression
 * @returns the format, for {@link writeTensors}
 *
 * @remarks
 * `numpy.load("X.npz")["tensors"]` reads the tensors, `["layout.json"]` the bytes of the layout. Each
 * block is compressed by itself, so that a file can be continued; tensors are mostly zeros, and
 * shrink to a few percent. Files above 4 GiB are written as zip64.
 *
 * @example
 * ```ts
 * await writeTensors("X.npz", () => entries, { layout, format: npzFormat() });
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.savez_compressed.html
 * @see PKWARE, APPNOTE.TXT 6.3.10, sections 4.3 and 4.5.3
 */
export function npzFormat(options: NpzFormatOptions = {}): TensorFormat {
  const { compressed = true } = options;
  return {
    name: compressed ? "npz" : "npz, stored",
    createEncoder: (layout) => {
      const { rows, columns } = layout;
      const json = Buffer.from(JSON.stringify(layout));
      const layoutEntry: ZipEntry = {
        ...{ name: "layout.json", method: 0, position: 0, crc: crc32(json) },
        ...{ packed: json.length, size: json.length },
      };
      const position = localHeader(layoutEntry).length + json.length;
      let progress: Progress = { crystals: 0, crc: 0, packed: 0 };

      const tensorEntry = (header: Uint8Array): ZipEntry => {
        const size = progress.crystals * rows * columns * 4;
        return {
          ...{ name: "tensors.npy", method: compressed ? 8 : 0, position },
          crc: combineCrc32(crc32(header), progress.crc, size),
          size: header.length + size,
          packed: npyStart(header).length + progress.packed + npyEnd.length,
        };
      };
      /** The header of the array stands uncompressed, so that its count can be corrected. */
      const npyStart = (header: Uint8Array): Uint8Array => {
        if (!compressed) return header;
        const { length } = header;
        const storedBlock = [0, length & 0xff, length >> 8, ~length & 0xff, (~length >> 8) & 0xff];
        return Buffer.concat([Buffer.from(storedBlock), header]);
      };
      const npyEnd = compressed ? Buffer.from([3, 0]) : Buffer.alloc(0); // an empty last block
      return {
        start: () => {
          const header = formatNpyHeader(0, rows, columns);
          return [
            localHeader(layoutEntry),
            json,
            localHeader(tensorEntry(header)),
            npyStart(header),
          ];
        },
        encode: ({ data, ids }) => {
          const bytes = littleEndianBytes(data);
          const packed = compressed
            ? deflateRawSync(bytes, { finishFlush: constants.Z_SYNC_FLUSH })
            : bytes;
          progress = {
            crystals: progress.crystals + ids.length,
            crc: crc32(bytes, progress.crc),
            packed: progress.packed + packed.length,
          };
          return [packed];
        },
        checkpoint: () => progress,
        restore: (checkpoints) => {
          progress = (checkpoints.at(-1) as Progress | undefined) ?? progress;
        },
        end: () => {
          const header = formatNpyHeader(progress.crystals, rows, columns);
          const entry = tensorEntry(header);
          const local = localHeader(entry);
          return {
            tail: [npyEnd, centralDirectory([layoutEntry, entry])],
            patches: [{ position, bytes: Buffer.concat([local, npyStart(header)]) }],
          };
        },
      };
    },
  };
}

interface ZipEntry {
  readonly name: string;
  /** 0: stored, 8: deflate. */
  readonly method: number;
  /** Where its local header starts. */
  readonly position: number;
  readonly crc: number;
  readonly packed: number;
  readonly size: number;
}

/** Always with the sizes of zip64, so that its length does not depend on them. */
function localHeader({ name, method, crc, packed, size }: ZipEntry): Buffer {
  const header = Buffer.alloc(30);
  header.writeUInt32LE(0x04034b50, 0);
  writeCommonFields(header, 4, { method, crc, nameLength: name.length, extraLength: 20 });
  return Buffer.concat([header, Buffer.from(name), zip64Extra([size, packed])]);
}

/** Central directory, its zip64 end record and locator, and the end record. */
function centralDirectory(entries: readonly ZipEntry[]): Buffer {
  const last = entries.at(-1);
  const start = last === undefined ? 0 : last.position + localHeader(last).length + last.packed;
  const records = entries.map(({ name, method, position, crc, packed, size }) => {
    const record = Buffer.alloc(46);
    record.writeUInt32LE(0x02014b50, 0);
    record.writeUInt16LE(45, 4); // made by: version 4.5
    writeCommonFields(record, 6, { method, crc, nameLength: name.length, extraLength: 28 });
    record.writeUInt32LE(0xffffffff, 42); // position: see zip64
    return Buffer.concat([record, Buffer.from(name), zip64Extra([size, packed, position])]);
  });
  const length = records.reduce((sum, record) => sum + record.length, 0);

  const end64 = Buffer.alloc(56);
  end64.writeUInt32LE(0x06064b50, 0);
  end64.writeBigUInt64LE(44n, 4); // bytes that follow
  end64.writeUInt16LE(45, 12);
  end64.writeUInt16LE(45, 14);
  end64.writeBigUInt64LE(BigInt(entries.length), 24);
  end64.writeBigUInt64LE(BigInt(entries.length), 32);
  end64.writeBigUInt64LE(BigInt(length), 40);
  end64.writeBigUInt64LE(BigInt(start), 48);

  const locator = Buffer.alloc(20);
  locator.writeUInt32LE(0x07064b50, 0);
  locator.writeBigUInt64LE(BigInt(start + length), 8);
  locator.writeUInt32LE(1, 16); // number of disks

  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(0xffffffff, 12);
  end.writeUInt32LE(0xffffffff, 16);
  return Buffer.concat([...records, end64, locator, end]);
}

/** The fields that local header and central directory share, from "version needed" on. */
function writeCommonFields(
  header: Buffer,
  at: number,
  fields: { method: number; crc: number; nameLength: number; extraLength: number },
): void {
  header.writeUInt16LE(45, at); // zip64
  header.writeUInt16LE(fields.method, at + 4);
  header.writeUInt16LE(0x21, at + 8); // 1980-01-01: the same bytes on every day
  header.writeUInt32LE(fields.crc, at + 10);
  header.writeUInt32LE(0xffffffff, at + 14); // sizes: see zip64
  header.writeUInt32LE(0xffffffff, at + 18);
  header.writeUInt16LE(fields.nameLength, at + 22);
  header.writeUInt16LE(fields.extraLength, at + 24);
}

function zip64Extra(values: readonly number[]): Buffer {
  const extra = Buffer.alloc(4 + 8 * values.length);
  extra.writeUInt16LE(1, 0);
  extra.writeUInt16LE(8 * values.length, 2);
  values.forEach((value, index) => extra.writeBigUInt64LE(BigInt(value), 4 + 8 * index));
  return extra;
}
