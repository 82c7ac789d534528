/**
 * Sizes and forms of architecture `convolutional`, that of the paper and of the Python reference.
 */
export interface ConvolutionConfig {
  /** Filters of the encoder's convolutions; the decoder mirrors them. */
  readonly filters: readonly number[];
  /** Rows that each convolution sees. */
  readonly taps: readonly number[];
  /** Step of each convolution; the number of rows is a multiple of their product. */
  readonly strides: readonly number[];
  /** What the encoder's dense layer ends in: `sigmoid`, as the reference, or `leakyRelu`. */
  readonly activation: "sigmoid" | "leakyRelu";
  /** What the decoder ends in: `sigmoid` for tensors scaled to 0..1, or `linear`. */
  readonly output: "sigmoid" | "linear";
  /**
   * The regression: `gated`, `σ(g(z)·h(z))` (Eq. 2), or `plain`, the reference's dense layers on
   * `relu(z)`.
   */
  readonly regression: "gated" | "plain";
  /** Widths of the regression's hidden layers; of g and of h each if it is gated. */
  readonly regressionWidths: readonly number[];
}
