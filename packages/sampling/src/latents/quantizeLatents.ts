import type { Latents } from "../designModel.ts";

/** Latents in one byte per number, with the key to read them back. */
export interface QuantizedLatents {
  /** The codes q: `[count, size]`, row-major. */
  readonly bytes: Uint8Array;
  /** The least value in each dimension. */
  readonly offset: readonly number[];
  /** The step of the code in each dimension; 0 where all values are equal. */
  readonly scale: readonly number[];
}

/** Rounds each dimension to 256 evenly spaced values between its least and greatest one. */
export function quantizeLatents({ data, shape }: Latents): QuantizedLatents {
  const [, size] = shape;
  const least = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  const greatest = new Float64Array(size).fill(Number.NEGATIVE_INFINITY);
  for (let i = 0; i < data.length; i++) {
    const value = data[i] ?? 0;
    const dimension = i % size;
    if (value < (least[dimension] ?? 0)) least[dimension] = value;
    if (value > (greatest[dimension] ?? 0)) greatest[dimension] = value;
  }
  const offset = Array.from(least, (value) => (Number.isFinite(value) ? value : 0));
  const scale = Array.from(greatest, (value, i) =>
    Number.isFinite(value) ? (value - (offset[i] ?? 0)) / 255 : 0,
  );
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const step = scale[i % size] ?? 0;
    bytes[i] = step === 0 ? 0 : Math.round(((data[i] ?? 0) - (offset[i % size] ?? 0)) / step);
  }
  return { bytes, offset, scale };
}

/** The inverse: `z = offset + scale · q`, off by at most half a step. */
export function dequantizeLatents({ bytes, offset, scale }: QuantizedLatents): Float32Array {
  const size = offset.length;
  const data = new Float32Array(bytes.length);
  for (let i = 0; i < bytes.length; i += size) {
    for (let j = 0; j < size; j++) {
      data[i + j] = (offset[j] ?? 0) + (scale[j] ?? 0) * (bytes[i + j] ?? 0);
    }
  }
  return data;
}
