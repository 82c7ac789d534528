import * as tf from "@tensorflow/tfjs-core";

/**
 * Transposed convolution along rows: the adjoint of {@link convolveRows} with the same kernel shape,
 * `x[s·i + t - p] += y[i] · W[t]ᵀ`, written as one matrix product and shifted sums.
 *
 * @param rows - `[batch, windows, filters]`
 * @param kernel - `[taps, channels, filters]`; `taps` is a multiple of `stride`
 * @param stride - step between windows
 * @returns `[batch, windows * stride, channels]`; the caller disposes it
 *
 * @example
 * ```ts
 * const rows = tf.ones<tf.Rank.R3>([1, 4, 8]);
 * const kernel = tf.ones<tf.Rank.R3>([4, 3, 8]);
 * transposedConvolveRows(rows, kernel, 2).shape; // [1, 8, 3]
 * ```
 */
export function transposedConvolveRows(
  rows: tf.Tensor3D,
  kernel: tf.Tensor3D,
  stride: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, windows, filters] = rows.shape;
    const [taps, channels] = kernel.shape;
    const blocks = taps / stride;
    const before = Math.floor((taps - stride) / 2);
    const product = tf.matMul(
      tf.reshape<tf.Rank.R2>(rows, [batch * windows, filters]),
      tf.transpose(tf.reshape<tf.Rank.R2>(kernel, [taps * channels, filters])),
    );
    const spread: tf.Tensor3D = tf.reshape(product, [batch, windows, taps * channels]);
    const width = stride * channels;
    // Block b of window i lands on group i + b.
    const shifted = Array.from({ length: blocks }, (_, block) =>
      tf.pad3d(tf.slice3d(spread, [0, 0, block * width], [batch, windows, width]), [
        [0, 0],
        [block, blocks - 1 - block],
        [0, 0],
      ]),
    );
    const summed: tf.Tensor3D = tf.reshape(tf.addN(shifted), [
      batch,
      (windows + blocks - 1) * stride,
      channels,
    ]);
    return tf.slice3d(summed, [0, before, 0], [batch, windows * stride, channels]);
  });
}
