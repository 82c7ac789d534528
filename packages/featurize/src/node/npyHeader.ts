import { FeaturizeError } from "../featurizeError.ts";

/** Bytes before the data in the files that this package writes. */
export const headerBytes = 128;

/**
 * The first 128 bytes of a `.npy` file (format 1.0) of little-endian float32 in C order; all counts
 * give the same number of bytes, so that the count can be corrected in place.
 */
export function formatNpyHeader(crystals: number, rows: number, columns: number): Uint8Array {
  const text = `{'descr': '<f4', 'fortran_order': False, 'shape': (${crystals}, ${rows}, ${columns}), }`;
  const length = headerBytes - 10;
  const padded = `${text.padEnd(length - 1)}\n`;
  if (padded.length !== length)
    throw new RangeError(`a header of ${text.length} bytes is too long`);
  const bytes = new Uint8Array(headerBytes);
  bytes.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]); // \x93NUMPY
  bytes.set(new TextEncoder().encode(padded), 10);
  return bytes;
}

/** The shape in the text of a header. */
export function parseNpyHeader(text: string, file: string): [number, number, number] {
  const entry = (key: string, value: string): string | undefined =>
    new RegExp(`[{,]\\s*['"]${key}['"]\\s*:\\s*(${value})\\s*[,}]`).exec(text)?.[1];
  const descr = entry("descr", "'[^']*'|\"[^\"]*\"|\\[[^\\]]*\\]");
  const order = entry("fortran_order", "True|False");
  const shape = entry("shape", "\\([\\d\\s,]*\\)");
  if (descr === undefined || order === undefined || shape === undefined) {
    throw new FeaturizeError("FEATURIZE_INVALID_NPY", `${file}: the header is damaged`, { file });
  }
  if (!/^['"]<f4['"]$/.test(descr)) throw unsupported(`type ${descr}, not float32 ('<f4')`, file);
  if (order !== "False") throw unsupported("Fortran order", file);
  const sizes = (shape.match(/\d+/g) ?? []).map(Number);
  const [crystals, rows, columns] = sizes;
  if (
    crystals === undefined ||
    rows === undefined ||
    columns === undefined ||
    sizes.length !== 3 ||
    !Number.isSafeInteger(crystals * rows * columns * 4)
  ) {
    throw unsupported(`shape ${shape}, not (crystals, rows, columns)`, file);
  }
  return [crystals, rows, columns];
}

function unsupported(what: string, file: string): FeaturizeError {
  return new FeaturizeError("FEATURIZE_UNSUPPORTED_NPY", `${file}: ${what}`, { file });
}
