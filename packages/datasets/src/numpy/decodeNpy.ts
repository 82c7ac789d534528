import { DatasetError } from "../datasetError.ts";
import type { NumpyArray } from "./numpyArray.ts";

/**
 * Reads a `.npy` file of numpy: formats 1 to 3, both byte orders, C and Fortran order.
 *
 * @param bytes - the whole file; nothing in it is trusted
 * @returns the array, in C order whatever the order of the file
 * @throws {@link DatasetError} with code `DATASETS_DAMAGED_FILE` when the file is none or its size is not what its
 *   header promises, `DATASETS_UNSUPPORTED_CONTENT` for types that are no numbers, booleans or texts:
 *   Python objects (pickles, which could run programs), complex numbers, dates, records
 *
 * @remarks
 * Texts lose the zero characters at their end, as in numpy. NaN and infinities are kept.
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy } from "@ftcp/datasets";
 *
 * const array = decodeNpy(encodeNpy({ shape: [2], data: Float64Array.of(1.5, 2) }));
 * array.data; // Float64Array [1.5, 2]
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function decodeNpy(bytes: Uint8Array): NumpyArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]; // \x93NUMPY
  if (bytes.length < 12 || magic.some((byte, i) => bytes[i] !== byte)) {
    throw damaged("this is no .npy file");
  }
  const version = view.getUint8(6);
  if (version < 1 || version > 3) throw damaged(`format version ${version} is unknown`);
  const prefix = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > 65_535 || prefix + length > bytes.length) throw damaged("the header is damaged");
  const header = parseHeader(new TextDecoder().decode(bytes.subarray(prefix, prefix + length)));
  const { kind, width, isLittle, isFortran, shape } = header;
  const count = shape.reduce((product, size) => product * size, 1);
  const expected = count * width;
  if (!Number.isSafeInteger(expected) || prefix + length + expected !== bytes.length) {
    throw damaged(`${bytes.length} bytes, the header promises ${prefix + length + expected}`);
  }
  // A text of no characters takes no bytes, so only here its number is without a bound.
  if (width === 0 && count > 1 << 24) throw damaged("the shape is impossible");
  const values = new DataView(bytes.buffer, bytes.byteOffset + prefix + length, expected);
  const data = readValues(values, { kind, width, isLittle }, count);
  return { shape, data: isFortran && shape.length > 1 ? transpose(data, shape) : data };
}

interface Type {
  /** numpy's letter. */
  readonly kind: string;
  /** Bytes of an entry. */
  readonly width: number;
  readonly isLittle: boolean;
}

interface Header extends Type {
  readonly isFortran: boolean;
  readonly shape: readonly number[];
}

function parseHeader(text: string): Header {
  const entry = (key: string, value: string): string | undefined =>
    new RegExp(`[{,]\\s*['"]${key}['"]\\s*:\\s*(${value})\\s*[,}]`, "u").exec(text)?.[1];
  const descr = entry("descr", "'[^']*'|\"[^\"]*\"|\\[.*\\]");
  const order = entry("fortran_order", "True|False");
  const shape = entry("shape", "\\([\\d\\s,L]*\\)");
  if (descr === undefined || order === undefined || shape === undefined) {
    throw damaged("the header is damaged");
  }
  const [, byteOrder, kind = "", size] = /^['"]([<>|=])([a-zA-Z])(\d+)['"]$/u.exec(descr) ?? [];
  const sizes: Readonly<Record<string, readonly number[]>> = {
    ...{ b: [1], i: [1, 2, 4, 8], u: [1, 2, 4, 8], f: [2, 4, 8] },
  };
  const number = Number(size);
  const isText = kind === "U" || kind === "S";
  if (byteOrder === undefined || !(isText || sizes[kind]?.includes(number) === true)) {
    const what = descr.includes("O") ? "Python objects" : `the type ${descr.slice(0, 80)}`;
    throw new DatasetError("DATASETS_UNSUPPORTED_CONTENT", `numpy arrays of ${what} are not read`);
  }
  return {
    ...{ kind, width: kind === "U" ? 4 * number : number, isLittle: byteOrder !== ">" },
    isFortran: order === "True",
    shape: (shape.match(/\d+/gu) ?? []).map(Number),
  };
}

function readValues(view: DataView, type: Type, count: number): NumpyArray["data"] {
  const { kind, width, isLittle } = type;
  const fill = <T extends Record<number, unknown>>(
    array: T,
    read: (at: number) => T[number],
  ): T => {
    for (let i = 0; i < count; i++) array[i] = read(i * width);
    return array;
  };
  const each = <T>(read: (at: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => read(i * width));
  switch (`${kind}${kind === "U" || kind === "S" ? "" : width}`) {
    case "b1":
      return each((at) => view.getUint8(at) !== 0);
    case "i1":
      return fill(new Int8Array(count), (at) => view.getInt8(at));
    case "i2":
      return fill(new Int16Array(count), (at) => view.getInt16(at, isLittle));
    case "i4":
      return fill(new Int32Array(count), (at) => view.getInt32(at, isLittle));
    case "i8":
      return fill(new BigInt64Array(count), (at) => view.getBigInt64(at, isLittle));
    case "u1":
      return fill(new Uint8Array(count), (at) => view.getUint8(at));
    case "u2":
      return fill(new Uint16Array(count), (at) => view.getUint16(at, isLittle));
    case "u4":
      return fill(new Uint32Array(count), (at) => view.getUint32(at, isLittle));
    case "u8":
      return fill(new BigUint64Array(count), (at) => view.getBigUint64(at, isLittle));
    case "f2":
      return fill(new Float32Array(count), (at) => halfToNumber(view.getUint16(at, isLittle)));
    case "f4":
      return fill(new Float32Array(count), (at) => view.getFloat32(at, isLittle));
    case "f8":
      return fill(new Float64Array(count), (at) => view.getFloat64(at, isLittle));
    case "S":
      return each((at) => {
        const bytes = new Uint8Array(view.buffer, view.byteOffset + at, width);
        return new TextDecoder("latin1").decode(bytes).replace(/\0+$/u, "");
      });
    default:
      return each((at) => {
        let text = "";
        for (let i = at; i < at + width; i += 4) {
          const point = view.getUint32(i, isLittle);
          if (point > 0x10ffff) throw damaged("a text holds what is no character");
          text += String.fromCodePoint(point);
        }
        return text.replace(/\0+$/u, "");
      });
  }
}

function halfToNumber(bits: number): number {
  const sign = bits >>> 15 === 1 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0
    ? sign * fraction * 2 ** -24
    : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** Brings Fortran order (the first index runs fastest) into C order. */
function transpose<T extends NumpyArray["data"]>(data: T, shape: readonly number[]): T {
  const result = data.slice() as unknown as Record<number, unknown>;
  const index = shape.map(() => 0);
  const strides = shape.map((_, axis) => shape.slice(0, axis).reduce((a, b) => a * b, 1));
  for (let i = 0; i < data.length; i++) {
    result[i] = data[index.reduce((sum, at, axis) => sum + at * (strides[axis] ?? 0), 0)];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const next = (index[axis] ?? 0) + 1;
      index[axis] = next === shape[axis] ? 0 : next;
      if (next !== shape[axis]) break;
    }
  }
  return result as unknown as T;
}

function damaged(reason: string): DatasetError {
  return new DatasetError("DATASETS_DAMAGED_FILE", `the numpy data is damaged: ${reason}`);
}
