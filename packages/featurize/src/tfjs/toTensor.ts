import { tensor3d, type Tensor3D } from "@tensorflow/tfjs-core";

import type { FtcpTensor } from "../tensor/ftcpTensor.ts";

/**
 * A TensorFlow.js tensor of a batch of featurized crystals.
 *
 * @param tensor - `[crystals, rows, columns]`
 * @returns float32 tensor of the same shape; the caller disposes it
 *
 * @remarks
 * The backend may use the array itself (cpu) or copy it (wasm, webgl, webgpu): do not write to
 * `tensor.data` as long as the result lives.
 *
 * @example
 * ```ts
 * const x = toTensor(featurize(structure, layout));
 * x.shape; // [1, 304, 92]
 * x.dispose();
 * ```
 *
 * @see https://js.tensorflow.org/api/latest/#tensor3d
 */
export function toTensor(tensor: FtcpTensor): Tensor3D {
  return tensor3d(tensor.data, [...tensor.shape], "float32");
}
