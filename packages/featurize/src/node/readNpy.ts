import { open, type FileHandle } from "node:fs/promises";
import { endianness } from "node:os";

import { FeaturizeError } from "../featurizeError.ts";
import type { FtcpTensor } from "../tensor/ftcpTensor.ts";
import { parseNpyHeader } from "./npyHeader.ts";

/**
 * Reads a tensor from a `.npy` file: little-endian float32, C order, shape (crystals, rows, columns).
 *
 * @param path - file to read; nothing in it is trusted
 * @returns the tensor
 * @throws `FeaturizeError` with code `FEATURIZE_INVALID_NPY` when the file is damaged, cut off or
 * too long, `FEATURIZE_UNSUPPORTED_NPY` when it holds another type, order or number of dimensions, and
 * `FEATURIZE_READ_FAILED` when the system cannot read it
 *
 * @remarks
 * Memory is taken only after the size in the header has been found equal to the size of the file. NaN
 * is read as it is. Format versions 1 to 3 are known.
 *
 * @example
 * ```ts
 * const tensor = await readNpy("X.npy");
 * tensor.shape; // [crystals, 304, 92]
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export async function readNpy(path: string): Promise<FtcpTensor> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, "r");
    return await readTensor(file, path);
  } catch (cause) {
    if (cause instanceof FeaturizeError) throw cause;
    throw new FeaturizeError(
      "FEATURIZE_READ_FAILED",
      `${path}: cannot be read`,
      { file: path },
      { cause },
    );
  } finally {
    await file?.close();
  }
}

async function readTensor(file: FileHandle, path: string): Promise<FtcpTensor> {
  const invalid = (what: string): FeaturizeError =>
    new FeaturizeError("FEATURIZE_INVALID_NPY", `${path}: ${what}`, { file: path });
  const { size } = await file.stat();
  const start = await readBytes(file, 0, Math.min(12, size));
  if (start.length < 12 || start.toString("latin1", 0, 6) !== "\x93NUMPY") {
    throw invalid("not a .npy file");
  }
  const version = start[6] ?? 0;
  if (version < 1 || version > 3) throw invalid(`format version ${version} is unknown`);
  const prefix = version === 1 ? 10 : 12;
  const length = version === 1 ? start.readUInt16LE(8) : start.readUInt32LE(8);
  // numpy itself refuses longer headers as unsafe.
  if (length > 65_535 || prefix + length > size) throw invalid("the header is damaged");
  const header = await readBytes(file, prefix, length);
  const shape = parseNpyHeader(header.toString("latin1"), path);
  const [crystals, rows, columns] = shape;
  const expected = prefix + length + crystals * rows * columns * 4;
  if (size !== expected) throw invalid(`${size} bytes, the header promises ${expected}`);

  const bytes = await readBytes(file, prefix + length, size - prefix - length);
  if (endianness() === "BE") bytes.swap32();
  return { data: new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4), shape };
}

/** Reads into memory of its own, aligned to 8 bytes. */
async function readBytes(
  file: FileHandle,
  position: number,
  length: number,
): Promise<Buffer<ArrayBuffer>> {
  const bytes = Buffer.from(new ArrayBuffer(length));
  const largestRead = 2 ** 28; // one read call cannot return more than 2 GiB
  for (let done = 0; done < length;) {
    const count = Math.min(length - done, largestRead);
    const { bytesRead } = await file.read(bytes, done, count, position + done);
    if (bytesRead === 0) throw new Error("the file became shorter while it was read");
    done += bytesRead;
  }
  return bytes;
}
