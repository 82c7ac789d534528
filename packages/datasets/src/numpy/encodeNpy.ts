import type { NumpyArray } from "./numpyArray.ts";

/**
 * Writes an array as the `.npy` file of numpy, the inverse of {@link decodeNpy}: format 1.0, little-endian, C order.
 *
 * @param array - texts become `str` of the longest one's length, booleans `bool`
 * @returns the bytes of the file
 * @throws RangeError when shape and number of values do not fit together
 *
 * @example
 * ```ts
 * import { encodeNpy } from "@ftcp/datasets";
 *
 * const bytes = encodeNpy({ shape: [2, 2], data: Float64Array.of(1, 0, 0, 1) }); // numpy.eye(2)
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function encodeNpy({ shape, data }: NumpyArray): Uint8Array<ArrayBuffer> {
  const count = shape.reduce((product, size) => product * size, 1);
  if (count !== data.length) {
    throw new RangeError(`shape (${shape.join(", ")}) holds ${count} values, not ${data.length}`);
  }
  const { descr, width, write } = typeOf(data);
  const sizes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(", ");
  const text = `{'descr': '${descr}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const start = Math.ceil((10 + text.length + 1) / 64) * 64; // numpy aligns the values
  const header = `${text.padEnd(start - 11)}\n`;
  const bytes = new Uint8Array(start + count * width);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, header.length & 0xff, header.length >> 8]);
  bytes.set(new TextEncoder().encode(header), 10);
  const view = new DataView(bytes.buffer, start);
  for (let i = 0; i < count; i++) write(view, i * width, i);
  return bytes;
}

interface Type {
  readonly descr: string;
  readonly width: number;
  readonly write: (view: DataView, at: number, index: number) => void;
}

function typeOf(data: NumpyArray["data"]): Type {
  const type = (descr: string, set: (view: DataView, at: number, value: number) => void): Type => ({
    ...{ descr, width: Number(descr.slice(2)) },
    write: (view, at, i) => {
      set(view, at, data[i] as number);
    },
  });
  if (data instanceof Float64Array)
    return type("<f8", (to, at, x) => {
      to.setFloat64(at, x, true);
    });
  if (data instanceof Float32Array)
    return type("<f4", (to, at, x) => {
      to.setFloat32(at, x, true);
    });
  if (data instanceof Int8Array)
    return type("|i1", (to, at, x) => {
      to.setInt8(at, x);
    });
  if (data instanceof Int16Array)
    return type("<i2", (to, at, x) => {
      to.setInt16(at, x, true);
    });
  if (data instanceof Int32Array)
    return type("<i4", (to, at, x) => {
      to.setInt32(at, x, true);
    });
  if (data instanceof Uint8Array)
    return type("|u1", (to, at, x) => {
      to.setUint8(at, x);
    });
  if (data instanceof Uint16Array)
    return type("<u2", (to, at, x) => {
      to.setUint16(at, x, true);
    });
  if (data instanceof Uint32Array)
    return type("<u4", (to, at, x) => {
      to.setUint32(at, x, true);
    });
  if (data instanceof BigInt64Array) {
    const write = (to: DataView, at: number, i: number): void => {
      to.setBigInt64(at, data[i] ?? 0n, true);
    };
    return { descr: "<i8", width: 8, write };
  }
  if (data instanceof BigUint64Array) {
    const write = (to: DataView, at: number, i: number): void => {
      to.setBigUint64(at, data[i] ?? 0n, true);
    };
    return { descr: "<u8", width: 8, write };
  }
  const values = data as readonly (boolean | string)[];
  if (typeof values[0] === "boolean") {
    const write = (to: DataView, at: number, i: number): void => {
      to.setUint8(at, values[i] === true ? 1 : 0);
    };
    return { descr: "|b1", width: 1, write };
  }
  const points = values.map((text) => Array.from(String(text), (char) => char.codePointAt(0) ?? 0));
  const longest = points.reduce((most, { length }) => Math.max(most, length), 1);
  return {
    descr: `<U${longest}`,
    width: 4 * longest,
    write: (to, at, i) => {
      for (const [j, point] of (points[i] ?? []).entries()) to.setUint32(at + 4 * j, point, true);
    },
  };
}
