import * as tf from "@tensorflow/tfjs-core";
import { convolveByProducts } from "./convolveByProducts.ts";
import { hasConvolutionGradients } from "./hasConvolutionGradients.ts";

/**
 * Convolution along rows, `y[i] = Σ_t x[s·i + t - p] · W[t]`, with zero padding of `taps - stride` rows, the larger half
 * behind.
 *
 * @param rows - `[batch, length, channels]`; `length` is a multiple of `stride`
 * @param kernel - `[taps, channels, filters]`; at least `stride` taps
 * @param stride - step between windows
 * @returns `[batch, length / stride, filters]`; the caller disposes it
 *
 * @remarks
 * tfjs's own convolution with padding "same", where the backend can differentiate it (and where it is traced for ONNX
 * Runtime); elsewhere, on tfjs wasm, {@link convolveByProducts}.
 *
 * @see {@link transposedConvolveRows} for the adjoint
 */
export function convolveRows(rows: tf.Tensor3D, kernel: tf.Tensor3D, stride: number): tf.Tensor3D {
  return hasConvolutionGradients()
    ? tf.conv1d(rows, kernel, stride, "same")
    : convolveByProducts(rows, kernel, stride);
}
