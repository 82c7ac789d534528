import type { FtcpLayout } from "@ftcp/featurize";
import { createHash } from "node:crypto";
import { open, type FileHandle } from "node:fs/promises";
import { endianness } from "node:os";
import type { LabelledRecord, TrainingSource } from "../source/trainingSource.ts";
import { VaeError } from "../vaeError.ts";

/** A source that holds an open file. */
export interface FileSource extends TrainingSource {
  /** Closes the file. */
  close(): Promise<void>;
}

/**
 * Opens a `.npy` file of the featurizer as a source of tensors, which are read when they are needed: memory
 * stays that of a batch, however large the file is.
 *
 * @param path - file of `writeNpy` or `writeTensors`: little-endian float32 `[crystals, rows, columns]`
 * @param records - name and labels of every crystal, in the order of the file
 * @param layout - the layout that it was written with
 * @returns the source; the caller closes it
 * @throws `VaeError` with code `VAE_READ_FAILED` when it cannot be read, `VAE_DATA_DAMAGED` when it
 *   is no such file or cut off, `VAE_SHAPE` when it holds tensors of another layout or another number
 *   of crystals
 *
 * @remarks
 * Opening reads the whole file once, for the digest that keeps a checkpoint from being continued with
 * other data.
 *
 * @example
 * ```ts
 * const source = await openNpySource("X.npy", records, layout);
 * try {
 *   for await (const event of trainVae(source, { layout, regression, seed: 1, epochs: 20 })) show(event);
 * } finally {
 *   await source.close();
 * }
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function openNpySource(
  path: string,
  records: readonly LabelledRecord[],
  layout: FtcpLayout,
): Promise<FileSource> {
  const file = await guardRead(path, () => open(path, "r"));
  try {
    const { rows, columns } = layout;
    const { start, shape } = await readHeader(file, path);
    const expected = [records.length, rows, columns];
    if (shape.join() !== expected.join()) {
      throw new VaeError("VAE_SHAPE", `${path}: the tensors have another shape`, {
        ...{ path, expected, received: shape },
      });
    }
    const size = rows * columns;
    const { size: bytes } = await guardRead(path, () => file.stat());
    if (bytes !== start + records.length * size * 4) {
      throw damaged(path, "longer or shorter than its header says", { bytes });
    }
    const digest = await guardRead(path, () => hashFile(file, bytes));
    return {
      ...{ rows, columns, records },
      digest: () => Promise.resolve(digest),
      fill: async (members, into) => {
        const target = Buffer.from(into.buffer, into.byteOffset, members.length * size * 4);
        for (const [i, member] of members.entries()) {
          const length = size * 4;
          await guardRead(path, () =>
            readExactly(
              file,
              target.subarray(i * length, (i + 1) * length),
              start + member * length,
            ),
          );
        }
        if (endianness() === "BE") target.swap32();
      },
      close: () => file.close(),
    };
  } catch (error) {
    await file.close();
    throw error;
  }
}

async function readHeader(
  file: FileHandle,
  path: string,
): Promise<{ readonly start: number; readonly shape: readonly number[] }> {
  const { size } = await guardRead(path, () => file.stat());
  if (size < 12) throw damaged(path, "not a .npy file");
  const prefix = Buffer.alloc(12);
  await guardRead(path, () => readExactly(file, prefix, 0));
  if (prefix.toString("latin1", 0, 6) !== "\x93NUMPY") throw damaged(path, "not a .npy file");
  const at = prefix[6] === 1 ? 10 : 12;
  const length = prefix[6] === 1 ? prefix.readUInt16LE(8) : prefix.readUInt32LE(8);
  if (length > 65_535 || at + length > size) throw damaged(path, "the header is damaged");
  const text = Buffer.alloc(length);
  await guardRead(path, () => readExactly(file, text, at));
  const header = text.toString("latin1");
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,]*)\)/u.exec(header)?.[1];
  const isPlain =
    /['"]descr['"]\s*:\s*['"]<f4['"]/u.test(header) &&
    /['"]fortran_order['"]\s*:\s*False/u.test(header);
  if (!isPlain || shape === undefined) {
    throw damaged(path, "not little-endian float32 in C order", { header: header.trim() });
  }
  return { start: at + length, shape: (shape.match(/\d+/gu) ?? []).map(Number) };
}

async function hashFile(file: FileHandle, bytes: number): Promise<string> {
  const hash = createHash("sha256");
  const piece = Buffer.alloc(Math.min(bytes, 2 ** 22));
  for (let at = 0; at < bytes; at += piece.length) {
    const part = piece.subarray(0, Math.min(piece.length, bytes - at));
    await readExactly(file, part, at);
    hash.update(part);
  }
  return hash.digest("hex");
}

async function readExactly(file: FileHandle, into: Buffer, position: number): Promise<void> {
  for (let done = 0; done < into.length;) {
    const { bytesRead } = await file.read(into, done, into.length - done, position + done);
    if (bytesRead === 0) throw new Error("the file became shorter while it was read");
    done += bytesRead;
  }
}

async function guardRead<T>(path: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new VaeError(
      "VAE_READ_FAILED",
      `${path} could not be read${code === undefined ? "" : ` (${code})`}`,
      { path, reason: code ?? null },
      { cause },
    );
  }
}

function damaged(
  path: string,
  reason: string,
  data: Readonly<Record<string, unknown>> = {},
): VaeError {
  return new VaeError("VAE_DATA_DAMAGED", `${path}: ${reason}`, { path, ...data });
}
