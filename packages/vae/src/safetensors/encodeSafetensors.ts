import type { NamedTensor } from "./namedTensor.ts";
import { isLittleEndian, storedTypes } from "./storedTypes.ts";

/**
 * Writes tensors in the safetensors format (8-byte header length, JSON header, raw little-endian
 * values), readable from Python by `safetensors.numpy.load_file`.
 *
 * @param tensors - names must differ; written in order of falling width, so that all lie aligned
 * @param metadata - text entries of the header's `__metadata__`
 * @returns the file; equal input gives equal bytes
 *
 * @see https://github.com/huggingface/safetensors (format specification)
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const ordered = tensors
    .map(({ stored = "F32", ...tensor }) => ({
      ...tensor,
      dtype: stored,
      type: storedTypes[stored],
    }))
    .sort((a, b) => b.type.bytes - a.type.bytes);
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, data, dtype, type } of ordered) {
    const end = offset + data.length * type.bytes;
    header[name] = { dtype, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const text = new TextEncoder().encode(JSON.stringify(header));
  const headerLength = Math.ceil(text.length / 8) * 8; // values start on a multiple of 8
  const bytes = new Uint8Array(8 + headerLength + offset);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(headerLength), true);
  bytes.fill(0x20, 8, 8 + headerLength);
  bytes.set(text, 8);
  let at = 8 + headerLength;
  for (const { data, dtype, type } of ordered) {
    if (dtype === "F32" && isLittleEndian) {
      bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    } else {
      for (let i = 0; i < data.length; i++) {
        type.write(view, at + i * type.bytes, data[i] as number);
      }
    }
    at += data.length * type.bytes;
  }
  return bytes;
}
