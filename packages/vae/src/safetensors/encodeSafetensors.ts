import { setFloat16 } from "@petamoriken/float16";
import type { NamedTensor } from "./namedTensor.ts";

/**
 * Writes tensors in the safetensors format (8-byte header length, JSON header, raw little-endian
 * values), readable from Python by `safetensors.numpy.load_file`.
 *
 * @param tensors - names must differ
 * @param metadata - text entries of the header's `__metadata__`
 * @param precision - `float32`, or `float16` (11 significant bits, half the bytes)
 * @returns the file; equal input gives equal bytes
 *
 * @see https://github.com/huggingface/safetensors (format specification)
 */
export function encodeSafetensors(
  tensors: readonly NamedTensor[],
  metadata: Readonly<Record<string, string>>,
  precision: "float32" | "float16" = "float32",
): Uint8Array {
  const width = precision === "float32" ? 4 : 2;
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, shape, data } of tensors) {
    const end = offset + data.length * width;
    header[name] = {
      dtype: precision === "float32" ? "F32" : "F16",
      shape,
      data_offsets: [offset, end],
    };
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
  for (const { data } of tensors) {
    for (const value of data) {
      if (width === 4) view.setFloat32(at, value, true);
      else setFloat16(view, at, value, true);
      at += width;
    }
  }
  return bytes;
}
