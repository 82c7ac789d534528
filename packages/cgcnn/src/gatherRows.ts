import * as tf from "@tensorflow/tfjs-core";

/**
 * Rows of a matrix by index, with a gradient that adds rows up by index, fast on every engine (the
 * gradient of `tf.gather` visits all rows once for each row of the matrix on some backends).
 *
 * @param rows - `[count, width]`
 * @param indices - int32, `[n]`
 * @returns `[n, width]`; the caller disposes it
 *
 * @see {@link addRows} for the adjoint
 */
export function gatherRows(rows: tf.Tensor2D, indices: tf.Tensor1D): tf.Tensor2D {
  const operation = tf.customGrad((x, save) => {
    const matrix = x as tf.Tensor2D;
    const [count, width] = matrix.shape;
    (save as tf.GradSaveFunc)([indices]);
    return {
      value: tf.gather(matrix, indices),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.scatterND(tf.expandDims(saved[0] as tf.Tensor, 1), dy, [count, width]),
    };
  });
  return operation(rows);
}
