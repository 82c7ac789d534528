import * as tf from "@tensorflow/tfjs-core";
import { arrangeBlocks } from "./convolveByProducts.ts";

/**
 * {@link transposedConvolveRows} written as one matrix product, of shifted rows or with shifted sums: it runs and is
 * differentiable on every tfjs backend.
 *
 * @param rows - `[batch, windows, filters]`
 * @param kernel - `[taps, channels, filters]`; at least `stride` taps
 * @param stride - step between windows
 * @returns `[batch, windows * stride, channels]`; the caller disposes it
 *
 * @see {@link convolveByProducts} for the adjoint
 */
export function transposedConvolveByProducts(
  rows: tf.Tensor3D,
  kernel: tf.Tensor3D,
  stride: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, windows, filters] = rows.shape;
    const [taps, channels] = kernel.shape;
    const blocks = Math.ceil(taps / stride);
    const before = Math.floor((taps - stride) / 2);
    const groups = windows + blocks - 1;
    const width = stride * channels;
    const cut = (whole: tf.Tensor): tf.Tensor3D =>
      tf.slice3d(
        tf.reshape<tf.Rank.R3>(whole, [batch, groups * stride, channels]),
        [0, before, 0],
        [batch, windows * stride, channels],
      );
    if (blocks * filters < taps * channels) {
      // Fewer numbers move when every group gathers the windows that reach it.
      const shifted = Array.from({ length: blocks }, (_, block) =>
        tf.pad3d(rows, [
          [0, 0],
          [block, blocks - 1 - block],
          [0, 0],
        ]),
      );
      const reached: tf.Tensor2D = tf.reshape(tf.concat(shifted, 2), [
        batch * groups,
        blocks * filters,
      ]);
      return cut(tf.matMul(reached, tf.transpose(arrangeBlocks(kernel, stride))));
    }
    const product = tf.matMul(
      tf.reshape<tf.Rank.R2>(rows, [batch * windows, filters]),
      tf.transpose(tf.reshape<tf.Rank.R2>(kernel, [taps * channels, filters])),
    );
    const spread: tf.Tensor3D = tf.reshape(product, [batch, windows, taps * channels]);
    // Block b of window i lands on group i + b.
    const shifted = Array.from({ length: blocks }, (_, block) => {
      const seen = Math.min(stride, taps - block * stride) * channels;
      return tf.pad3d(tf.slice3d(spread, [0, 0, block * width], [batch, windows, seen]), [
        [0, 0],
        [block, blocks - 1 - block],
        [0, width - seen],
      ]);
    });
    return cut(tf.addN(shifted));
  });
}
