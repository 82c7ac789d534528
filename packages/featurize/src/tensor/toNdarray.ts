import ndarray, { type NdArray } from "ndarray";

import type { FtcpTensor } from "./ftcpTensor.ts";

/**
 * An ndarray view of a tensor; no number is copied.
 *
 * @param tensor - `[crystals, rows, columns]`
 * @returns view of the same memory: writing to it writes to the tensor
 *
 * @example
 * ```ts
 * const view = toNdarray(featurize(structure, layout));
 * view.get(0, 104, 0); // length a in Å
 * view.pick(0, null, 0); // column 0 of the first crystal
 * ```
 *
 * @see https://github.com/scijs/ndarray
 */
export function toNdarray(tensor: FtcpTensor): NdArray<Float32Array> {
  return ndarray(tensor.data, [...tensor.shape]);
}
