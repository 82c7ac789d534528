import { VaeError } from "../vaeError.ts";
import type { NamedTensor, StoredType } from "./namedTensor.ts";
import { isLittleEndian, storedTypes } from "./storedTypes.ts";

const longestHeader = 16 * 1024 * 1024;

/**
 * Reads a safetensors file with float32, float16 or int8 tensors.
 *
 * @param bytes - the file, from an untrusted place; nothing in it is executed
 * @returns the tensors by name, as float32, in the order of the header, and the text metadata
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when the file is truncated, its header is
 *   not what the format demands, or sizes and shapes contradict each other
 *
 * @remarks
 * Memory is bounded by the size of the file: tensors must lie one after another, so that a header cannot
 * claim more than it holds.
 */
export function decodeSafetensors(bytes: Uint8Array): {
  readonly tensors: ReadonlyMap<string, NamedTensor>;
  readonly metadata: Readonly<Record<string, string>>;
} {
  if (bytes.length < 8) throw damaged("shorter than its header length");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const headerLength = Number(view.getBigUint64(0, true));
  if (headerLength > Math.min(longestHeader, bytes.length - 8)) {
    throw damaged("header longer than the file", { headerLength, bytes: bytes.length });
  }
  const header = parseHeader(bytes.subarray(8, 8 + headerLength));
  const values = new DataView(view.buffer, view.byteOffset + 8 + headerLength);
  const available = bytes.length - 8 - headerLength;

  const extents: Extent[] = [];
  const metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (name === "__metadata__") {
      for (const [key, value] of Object.entries(entry as object)) metadata[key] = String(value);
      continue;
    }
    if (isIndexLike(name)) throw damaged("tensor with a number for a name", { name });
    const { dtype, shape, data_offsets: offsets } = entry as Record<string, unknown>;
    if (typeof dtype !== "string" || !Object.hasOwn(storedTypes, dtype)) {
      throw damaged("tensor of another type", { name, dtype });
    }
    const stored = dtype as StoredType;
    const type = storedTypes[stored];
    if (!isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
      throw damaged("tensor without shape or offsets", { name });
    }
    const [start, end] = offsets as [number, number];
    const length = shape.reduce((product, size) => product * size, 1);
    if (end > available || start > end || end - start !== length * type.bytes) {
      throw damaged("tensor outside the file", { name, shape, start, end, available });
    }
    extents.push({ name, shape, stored, start, end });
  }
  requireNoGaps(extents, available);

  const tensors = new Map<string, NamedTensor>();
  for (const { name, shape, stored, start, end } of extents) {
    const type = storedTypes[stored];
    const data = new Float32Array((end - start) / type.bytes);
    if (stored === "F32" && isLittleEndian) {
      const part = bytes.subarray(8 + headerLength + start, 8 + headerLength + end);
      new Uint8Array(data.buffer).set(part);
    } else {
      for (let i = 0; i < data.length; i++) data[i] = type.read(values, start + i * type.bytes);
    }
    tensors.set(name, { name, shape, data, stored });
  }
  return { tensors, metadata };
}

interface Extent {
  readonly name: string;
  readonly shape: readonly number[];
  readonly stored: StoredType;
  readonly start: number;
  readonly end: number;
}

/**
 * The format allows no holes and no overlaps. Overlaps would let a small file claim the same bytes a
 * thousand times.
 */
function requireNoGaps(extents: readonly Extent[], available: number): void {
  let at = 0;
  const ordered = [...extents].sort((a, b) => a.start - b.start || a.end - b.end);
  for (const { name, start, end } of ordered) {
    if (start !== at)
      throw damaged("tensors overlap or leave a gap", { name, start, expected: at });
    at = end;
  }
  if (at !== available) throw damaged("bytes that belong to no tensor", { at, available });
}

function parseHeader(text: Uint8Array): Readonly<Record<string, unknown>> {
  let header: unknown;
  try {
    header = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(text));
  } catch (cause) {
    throw damaged("header is not JSON", {}, { cause });
  }
  if (typeof header !== "object" || header === null || Array.isArray(header)) {
    throw damaged("header is not an object");
  }
  for (const entry of Object.values(header)) {
    if (typeof entry !== "object" || entry === null) throw damaged("header entry is not an object");
  }
  return header as Readonly<Record<string, unknown>>;
}

/** JavaScript objects reorder such keys, so a file with one could not be written back. */
function isIndexLike(name: string): boolean {
  return /^\d+$/.test(name);
}

function isSizes(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)
  );
}

function damaged(
  reason: string,
  data: Readonly<Record<string, unknown>> = {},
  options?: ErrorOptions,
): VaeError {
  return new VaeError("VAE_MODEL_DAMAGED", `damaged model file: ${reason}`, data, options);
}
