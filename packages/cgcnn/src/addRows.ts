import * as tf from "@tensorflow/tfjs-core";

/**
 * Adds rows up by index, `y[indices[i]] += x[i]`: the adjoint of {@link gatherRows}.
 *
 * @param rows - `[n, width]`
 * @param indices - int32, `[n]`
 * @param count - rows of the result
 * @returns `[count, width]`; the caller disposes it
 */
export function addRows(rows: tf.Tensor2D, indices: tf.Tensor1D, count: number): tf.Tensor2D {
  const operation = tf.customGrad((x, save) => {
    const matrix = x as tf.Tensor2D;
    (save as tf.GradSaveFunc)([indices]);
    return {
      value: tf.scatterND(tf.expandDims(indices, 1), matrix, [count, matrix.shape[1]]),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.gather(dy, saved[0] as tf.Tensor1D),
    };
  });
  return operation(rows) as tf.Tensor2D;
}
