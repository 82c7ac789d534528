/**
 * Sizes of the network; all have defaults in {@link createNetworkConfig}.
 */
export interface NetworkConfig {
  /** Dimension of the latent space. */
  readonly latentSize: number;
  /** Channels of the encoder's convolutions; the decoder mirrors them. */
  readonly channels: readonly number[];
  /** Rows seen by each convolution; a multiple of the stride 2. */
  readonly taps: number;
  /** Width of the dense layers between convolutions and latent space. */
  readonly hidden: number;
  /** Width of the dense layers of the regression. */
  readonly regressionHidden: number;
  /** Latent dimensions that code one element slot in the linear path at its start. */
  readonly elementCodeSize: number;
  /**
   * What the decoder writes: `real-space` rows only (structure factors and atom properties follow
   * from them exactly), or `all` rows, as the paper has it.
   */
  readonly reconstructs: "real-space" | "all";
  /** Whether the linear path beside the network exists. */
  readonly linearPath: boolean;
}
