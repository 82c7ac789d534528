import type { FtcpLayout } from "@ftcp/featurize";
import { open, type FileHandle } from "node:fs/promises";
import type { LabelledRecord } from "../source/trainingSource.ts";
import { VaeError } from "../vaeError.ts";
import { createFileSource } from "./createFileSource.ts";
import { damagedData } from "./damagedData.ts";
import type { FileSource } from "./fileSource.ts";
import { guardRead } from "./guardRead.ts";
import { readExactly } from "./readExactly.ts";

/**
 * Opens a `.npy` file of the featurizer as a source of tensors, which are read when they are needed: memory
 * stays that of a batch, however large the file is.
 *
 * @param path - file of `writeNpy` or `writeTensors`: little-endian float32 `[crystals, rows, columns]`
 * @param records - name and labels of every crystal, in the order of the file
 * @param layout - the layout that it was written with
 * @param options - `members`: positions in the file of the crystals in `records`, where these are not all of them
 * @returns the source; the caller closes it
 * @throws `VaeError` with code `VAE_READ_FAILED` when it cannot be read, `VAE_DATA_DAMAGED` when it
 *   is no such file or cut off, `VAE_SHAPE` when it holds tensors of another layout or another number
 *   of crystals; RangeError when a member is no position in the file, or there are more or fewer than records
 *
 * @remarks
 * `digest` reads all tensors once: it keeps a checkpoint from being continued with other data. The same
 * tensors in an Arrow file have the same digest.
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
  options: { readonly members?: readonly number[] } = {},
): Promise<FileSource> {
  const { members } = options;
  if (members !== undefined && members.length !== records.length) {
    throw new RangeError(`${records.length} records but ${members.length} members`);
  }
  const file = await guardRead(path, () => open(path, "r"));
  try {
    const { rows, columns } = layout;
    const { start, shape } = await readHeader(file, path);
    const count = members === undefined ? records.length : (shape[0] ?? 0);
    const expected = [count, rows, columns];
    if (shape.join() !== expected.join()) {
      throw new VaeError("VAE_SHAPE", `${path}: the tensors have another shape`, {
        ...{ path, expected, received: shape },
      });
    }
    const length = rows * columns * 4;
    const { size: bytes } = await guardRead(path, () => file.stat());
    if (bytes !== start + count * length) {
      throw damagedData(path, "longer or shorter than its header says", { bytes });
    }
    const positions = Float64Array.from(records, (_, i) => {
      const member = members === undefined ? i : (members[i] as number);
      if (Number.isInteger(member) && member >= 0 && member < count) return start + member * length;
      throw new RangeError(`member ${member} is none of the ${count} crystals of ${path}`);
    });
    return createFileSource({ path, file, layout, records, positions });
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
  if (size < 12) throw damagedData(path, "not a .npy file");
  const prefix = Buffer.alloc(12);
  await guardRead(path, () => readExactly(file, prefix, 0));
  if (prefix.toString("latin1", 0, 6) !== "\x93NUMPY") throw damagedData(path, "not a .npy file");
  const at = prefix[6] === 1 ? 10 : 12;
  const length = prefix[6] === 1 ? prefix.readUInt16LE(8) : prefix.readUInt32LE(8);
  if (length > 65_535 || at + length > size) throw damagedData(path, "the header is damaged");
  const text = Buffer.alloc(length);
  await guardRead(path, () => readExactly(file, text, at));
  const header = text.toString("latin1");
  const shape = /['"]shape['"]\s*:\s*\(([\d\s,]*)\)/u.exec(header)?.[1];
  const isPlain =
    /['"]descr['"]\s*:\s*['"]<f4['"]/u.test(header) &&
    /['"]fortran_order['"]\s*:\s*False/u.test(header);
  if (!isPlain || shape === undefined) {
    throw damagedData(path, "not little-endian float32 in C order", { header: header.trim() });
  }
  return { start: at + length, shape: (shape.match(/\d+/gu) ?? []).map(Number) };
}
