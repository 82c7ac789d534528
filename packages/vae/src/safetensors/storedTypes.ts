import { getFloat16, setFloat16 } from "@petamoriken/float16";
import type { StoredType } from "./namedTensor.ts";

/**
 * Size in bytes of every type that a file may hold, and how to read and write one value.
 */
export const storedTypes: Readonly<
  Record<
    StoredType,
    {
      readonly bytes: number;
      read(view: DataView, at: number): number;
      write(view: DataView, at: number, value: number): void;
    }
  >
> = {
  F32: {
    bytes: 4,
    read: (view, at) => view.getFloat32(at, true),
    write: (view, at, value) => {
      view.setFloat32(at, value, true);
    },
  },
  F16: {
    bytes: 2,
    read: (view, at) => getFloat16(view, at, true),
    write: (view, at, value) => {
      setFloat16(view, at, value, true);
    },
  },
  I8: {
    bytes: 1,
    read: (view, at) => view.getInt8(at),
    write: (view, at, value) => {
      view.setInt8(at, value);
    },
  },
};

/** Whether numbers lie in memory as they lie in the file, so that they can be copied as a whole. */
export const isLittleEndian: boolean = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1;
