import * as tf from "@tensorflow/tfjs-core";
import { hasConvolutionGradients } from "./hasConvolutionGradients.ts";
import { transposedConvolveByProducts } from "./transposedConvolveByProducts.ts";

/**
 * Transposed convolution along rows: the adjoint of {@link convolveRows} with the same kernel shape,
 * `x[s·i + t - p] += y[i] · W[t]ᵀ`.
 *
 * @param rows - `[batch, windows, filters]`
 * @param kernel - `[taps, channels, filters]`; at least `stride` taps
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
  if (!hasConvolutionGradients()) return transposedConvolveByProducts(rows, kernel, stride);
  return tf.tidy(() => {
    const [batch, windows, filters] = rows.shape;
    const [taps, channels] = kernel.shape;
    const length = windows * stride;
    const line = tf.conv2dTranspose(
      tf.reshape<tf.Rank.R4>(rows, [batch, 1, windows, filters]),
      tf.reshape<tf.Rank.R4>(kernel, [1, taps, channels, filters]),
      [batch, 1, length, channels],
      [1, stride],
      "same",
    );
    return tf.reshape(line, [batch, length, channels]);
  });
}
