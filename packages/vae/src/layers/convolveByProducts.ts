import * as tf from "@tensorflow/tfjs-core";

/**
 * {@link convolveRows} written as one matrix product, with gathered windows or with shifted sums: it runs and is
 * differentiable on every tfjs backend.
 *
 * @param rows - `[batch, length, channels]`; `length` is a multiple of `stride`
 * @param kernel - `[taps, channels, filters]`; at least `stride` taps
 * @param stride - step between windows
 * @returns `[batch, length / stride, filters]`; the caller disposes it
 *
 * @remarks
 * Only the kernels Pad, Slice, Concat, AddN, Transpose, Reshape and BatchMatMul run, forward and backward: tfjs wasm has
 * no gradient of its own convolution.
 *
 * @see {@link transposedConvolveByProducts} for the adjoint
 */
export function convolveByProducts(
  rows: tf.Tensor3D,
  kernel: tf.Tensor3D,
  stride: number,
): tf.Tensor3D {
  return tf.tidy(() => {
    const [batch, length, channels] = rows.shape;
    const [taps, , filters] = kernel.shape;
    const windows = length / stride;
    const blocks = Math.ceil(taps / stride);
    const before = Math.floor((taps - stride) / 2);
    // A row of `grouped` is `stride` neighbouring rows; a window is `blocks` neighbouring groups, or begins with them.
    const groups = windows + blocks - 1;
    const padded = tf.pad3d(rows, [
      [0, 0],
      [before, groups * stride - length - before],
      [0, 0],
    ]);
    const width = stride * channels;
    if (blocks * filters < taps * channels) {
      // Fewer numbers move when every group meets all blocks of the kernel and the results are shifted and added.
      const lines: tf.Tensor3D = tf.reshape(
        tf.matMul(
          tf.reshape<tf.Rank.R2>(padded, [batch * groups, width]),
          arrangeBlocks(kernel, stride),
        ),
        [batch, groups, blocks * filters],
      );
      return tf.addN<tf.Tensor3D>(
        Array.from({ length: blocks }, (_, block) =>
          tf.slice3d(lines, [0, block, block * filters], [batch, windows, filters]),
        ),
      );
    }
    const grouped: tf.Tensor3D = tf.reshape(padded, [batch, groups, width]);
    const parts = Array.from({ length: blocks }, (_, block) => {
      const seen = Math.min(stride, taps - block * stride) * channels;
      return tf.slice3d(grouped, [0, block, 0], [batch, windows, seen]);
    });
    const product = tf.matMul(
      tf.reshape<tf.Rank.R2>(tf.concat(parts, 2), [batch * windows, taps * channels]),
      tf.reshape<tf.Rank.R2>(kernel, [taps * channels, filters]),
    );
    return tf.reshape(product, [batch, windows, filters]);
  });
}

/** Blocks of `stride` taps side by side, the last one filled up with zeros: `[stride · channels, blocks · filters]`. */
export function arrangeBlocks(kernel: tf.Tensor3D, stride: number): tf.Tensor2D {
  const [taps, channels, filters] = kernel.shape;
  const blocks = Math.ceil(taps / stride);
  const whole = tf.pad3d(kernel, [
    [0, blocks * stride - taps],
    [0, 0],
    [0, 0],
  ]);
  const grid = tf.reshape(whole, [blocks, stride * channels, filters]);
  return tf.reshape(tf.transpose(grid, [1, 0, 2]), [stride * channels, blocks * filters]);
}
