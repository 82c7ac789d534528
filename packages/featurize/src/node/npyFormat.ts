import { endianness } from "node:os";

import type { TensorFormat } from "../format/tensorFormat.ts";
import { formatNpyHeader } from "./npyHeader.ts";

/**
 * The `.npy` file of numpy: little-endian float32 in C order, shape (crystals, rows, columns).
 *
 * @returns the format, for {@link writeTensors}
 *
 * @remarks
 * It has no place for ids and layout; {@link readNpy} and `numpy.load` (also with `mmap_mode`) read it.
 *
 * @example
 * ```ts
 * await writeTensors("X.npy", () => entries, { layout, format: npyFormat() });
 * ```
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function npyFormat(): TensorFormat {
  return {
    name: "npy",
    createEncoder: ({ rows, columns }) => {
      let crystals = 0;
      return {
        start: () => [formatNpyHeader(0, rows, columns)],
        encode: ({ data, ids }) => {
          crystals += ids.length;
          return [littleEndianBytes(data)];
        },
        checkpoint: () => crystals,
        restore: (checkpoints) => {
          crystals = Number(checkpoints.at(-1) ?? 0);
        },
        end: () => ({
          tail: [],
          patches: [{ position: 0, bytes: formatNpyHeader(crystals, rows, columns) }],
        }),
      };
    },
  };
}

/** The bytes of float32 numbers as all these formats want them. */
export function littleEndianBytes(data: Float32Array): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return endianness() === "LE" ? bytes : Buffer.from(bytes).swap32();
}
