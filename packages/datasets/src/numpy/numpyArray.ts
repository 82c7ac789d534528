/** An array of numpy: its values in C order (the last index runs fastest). */
export interface NumpyArray {
  /** Number of entries along each axis; none for a single value. */
  readonly shape: readonly number[];
  /** The values; half precision is widened, `bool` is booleans, `str` and `bytes` are texts. */
  readonly data:
    | Float64Array
    | Float32Array
    | Int8Array
    | Int16Array
    | Int32Array
    | BigInt64Array
    | Uint8Array
    | Uint16Array
    | Uint32Array
    | BigUint64Array
    | readonly boolean[]
    | readonly string[];
}
