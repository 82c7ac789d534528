import type { FtcpLayout } from "@ftcp/featurize";
import { createHash } from "node:crypto";
import type { FileHandle } from "node:fs/promises";
import { endianness } from "node:os";
import type { LabelledRecord } from "../source/trainingSource.ts";
import type { FileSource } from "./fileSource.ts";
import { guardRead } from "./guardRead.ts";
import { readExactly } from "./readExactly.ts";

/** Where the tensors of a file lie. */
export interface TensorPlaces {
  /** The file, for errors. */
  readonly path: string;
  /** The open file; the source closes it. */
  readonly file: FileHandle;
  /** Layout of the tensors. */
  readonly layout: FtcpLayout;
  /** Name and labels of every crystal. */
  readonly records: readonly LabelledRecord[];
  /** First byte of every crystal's tensor, little-endian float32. */
  readonly positions: Float64Array;
}

/**
 * Makes a source of tensors that lie somewhere in a file; a crystal's is read when it is asked for.
 *
 * @param places - where the tensors lie
 * @returns the source; its digest is that of the tensors in the order of the records, whatever the format
 */
export function createFileSource({
  path,
  file,
  layout,
  records,
  positions,
}: TensorPlaces): FileSource {
  const { rows, columns } = layout;
  const length = rows * columns * 4;
  const read = (into: Buffer, member: number): Promise<void> =>
    guardRead(path, () => readExactly(file, into, positions[member] as number));
  let digest: Promise<string> | undefined;
  return {
    ...{ rows, columns, records },
    digest: () => (digest ??= hashTensors(records.length, length, read)),
    fill: async (members, into) => {
      const target = Buffer.from(into.buffer, into.byteOffset, members.length * length);
      for (const [i, member] of members.entries()) {
        await read(target.subarray(i * length, (i + 1) * length), member);
      }
      if (endianness() === "BE") target.swap32();
    },
    close: () => file.close(),
  };
}

async function hashTensors(
  count: number,
  length: number,
  read: (into: Buffer, member: number) => Promise<void>,
): Promise<string> {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(length);
  for (let member = 0; member < count; member++) {
    await read(piece, member);
    hash.update(piece);
  }
  return hash.digest("hex");
}
