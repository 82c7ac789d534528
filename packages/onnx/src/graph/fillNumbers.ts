/** Numbers of a tensor whose elements are all the same. */
export function fillNumbers(
  number: number,
  count: number,
  type: "float32" | "int32" | "bool",
): Float32Array | Int32Array | Uint8Array {
  if (type === "bool") return new Uint8Array(count).fill(number);
  return type === "int32"
    ? new Int32Array(count).fill(number)
    : new Float32Array(count).fill(number);
}
