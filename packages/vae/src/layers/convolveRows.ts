import * as tf from "@tensorflow/tfjs-core";

/**
 * Convolution along rows, `y[i] = Σ_t x[s·i + t - p] · W[t]`, written as one matrix product
 * (gather the windows, then multiply), because that is fast and differentiable on every tfjs backend.
 *
 * @param rows - `[batch, length, channels]`; `length` is a multiple of `stride`
 * @param kernel - `[taps, channels, filters]`; `taps` is a multiple of `stride`
 * @param stride - step between windows
 * @returns `[batch, length / stride, filters]`; the caller disposes it
 *
 * @remarks
 * Zero padding of `taps - stride` rows, the larger half behind. Only the kernels Pad, Slice, Concat, AddN,
 * Transpose, Reshape and BatchMatMul run, forward and backward: tfjs wasm has no gradient of its own convolution.
 *
 * @see {@link transposedConvolveRows} for the adjoint
 */
export function convolveRows(rows: tf.Tensor3D, kernel: tf.Tensor3D, stride: number): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, length, channels] = rows.shape;
    const [taps, , filters] = kernel.shape;
    const windows = length / stride;
    const blocks = taps / stride;
    const before = Math.floor((taps - stride) / 2);
    const padded = tf.pad3d(rows, [
      [0, 0],
      [before, taps - stride - before],
      [0, 0],
    ]);
    // A row of `grouped` is `stride` neighbouring rows; a window is `blocks` neighbouring groups.
    const groups = windows + blocks - 1;
    if (blocks * filters < taps * channels) {
      // Fewer numbers move when every group meets all blocks of the kernel and the results are shifted and added.
      const width = stride * channels;
      const grid = tf.transpose(tf.reshape(kernel, [blocks, width, filters]), [1, 0, 2]);
      const lines: tf.Tensor3D = tf.reshape(
        tf.matMul(
          tf.reshape<tf.Rank.R2>(padded, [batch * groups, width]),
          tf.reshape<tf.Rank.R2>(grid, [width, blocks * filters]),
        ),
        [batch, groups, blocks * filters],
      );
      return tf.addN<tf.Tensor3D>(
        Array.from({ length: blocks }, (_, block) =>
          tf.slice3d(lines, [0, block, block * filters], [batch, windows, filters]),
        ),
      );
    }
    const grouped: tf.Tensor3D = tf.reshape(padded, [batch, groups, stride * channels]);
    const parts = Array.from({ length: blocks }, (_, block) =>
      tf.slice3d(grouped, [0, block, 0], [batch, windows, stride * channels]),
    );
    const product = tf.matMul(
      tf.reshape<tf.Rank.R2>(tf.concat(parts, 2), [batch * windows, taps * channels]),
      tf.reshape<tf.Rank.R2>(kernel, [taps * channels, filters]),
    );
    return tf.reshape(product, [batch, windows, filters]);
  });
}
