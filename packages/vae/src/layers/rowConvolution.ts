import * as tfl from "@tensorflow/tfjs-layers";
import * as tf from "@tensorflow/tfjs-core";

import { convolveRows } from "./convolveRows.ts";
import { transposedConvolveRows } from "./transposedConvolveRows.ts";

/**
 * Settings of a {@link RowConvolution} layer.
 */
export interface RowConvolutionOptions {
  /** Layer name; weights are named after it. */
  readonly name: string;
  /** Channels of the result. */
  readonly filters: number;
  /** Rows seen at once; at least `stride`. */
  readonly taps: number;
  /** Step between windows (or, transposed, the factor by which the number of rows grows). */
  readonly stride: number;
  /** Whether this is the transposed convolution of the decoder. */
  readonly transposed?: boolean;
}

/**
 * tfjs-layers layer for the (transposed) convolution along the rows of an FTCP tensor, with a bias
 * per channel: `[batch, rows, channels]` to `[batch, rows / stride, filters]`, or to
 * `[batch, rows * stride, filters]` when transposed.
 *
 * @remarks
 * It exists beside `tf.layers.conv1d` because its gradient must run on every backend, wasm included. Where the
 * number of rows is a multiple of the stride, both give the same: padding "same", the larger half behind.
 */
export class RowConvolution extends tfl.layers.Layer {
  /** Name under which tfjs-layers serialises the layer. */
  static readonly className = "RowConvolution";
  private readonly options: Required<RowConvolutionOptions>;
  private kernel: tfl.LayerVariable | undefined;
  private bias: tfl.LayerVariable | undefined;

  /**
   * @param options - name, filters, taps and stride
   */
  constructor(options: RowConvolutionOptions) {
    super({ name: options.name });
    if (options.taps < options.stride) {
      throw new RangeError("fewer taps than the stride would leave rows out");
    }
    this.options = { transposed: false, ...options };
  }

  /**
   * @param inputShape - `[batch, rows, channels]`
   */
  override build(inputShape: tfl.Shape): void {
    const channels = inputShape[2] as number;
    const { filters, taps, transposed } = this.options;
    const shape = transposed ? [taps, filters, channels] : [taps, channels, filters];
    const zeros = tfl.initializers.zeros();
    this.kernel = this.addWeight("kernel", shape, "float32", zeros);
    this.bias = this.addWeight("bias", [filters], "float32", zeros);
    super.build(inputShape);
  }

  /**
   * @param inputShape - `[batch, rows, channels]`
   * @returns the shape of the result
   */
  override computeOutputShape(inputShape: tfl.Shape): tfl.Shape {
    const { filters, stride, transposed } = this.options;
    const rows = inputShape[1] as number;
    return [inputShape[0] ?? null, transposed ? rows * stride : rows / stride, filters];
  }

  /**
   * @param inputs - one tensor `[batch, rows, channels]`
   * @returns the convolved rows
   */
  override call(inputs: tf.Tensor | tf.Tensor[]): tf.Tensor {
    const input = (Array.isArray(inputs) ? inputs[0] : inputs) as tf.Tensor3D;
    const kernel = (this.kernel as tfl.LayerVariable).read() as tf.Tensor3D;
    const bias = (this.bias as tfl.LayerVariable).read();
    const { stride, transposed } = this.options;
    const convolve = transposed ? transposedConvolveRows : convolveRows;
    return tf.tidy(() => tf.add(convolve(input, kernel, stride), bias));
  }

  /**
   * @returns the settings, as tfjs-layers serialises them
   */
  override getConfig(): tf.serialization.ConfigDict {
    return { ...super.getConfig(), ...this.options };
  }
}
