import type { ConvolutionConfig } from "./convolutional/convolutionConfig.ts";

/**
 * Architecture and sizes of the network; all have defaults in {@link createNetworkConfig}.
 */
export interface NetworkConfig {
  /**
   * What kind of network: `rows`, convolutions over the rows of the tensor beside a linear path;
   * `environment`, dense layers beside the same linear path, and the neighbours of every site;
   * `convolutional`, convolutions over the rows alone, as the paper and the Python reference have it.
   */
  readonly architecture: "rows" | "environment" | "convolutional";
  /** Dimension of the latent space. */
  readonly latentSize: number;
  /** Channels of the encoder's convolutions; the decoder mirrors them. Of `rows` only. */
  readonly channels: readonly number[];
  /** Rows seen by each convolution; a multiple of the stride 2. Of `rows` only. */
  readonly taps: number;
  /** Width of the dense layers between what is read and the latent space. */
  readonly hidden: number;
  /** Width of the dense layers of the regression. */
  readonly regressionHidden: number;
  /** Latent dimensions that code one element slot in the linear path at its start. */
  readonly elementCodeSize: number;
  /**
   * What the decoder writes: `real-space` rows only (structure factors and atom properties follow
   * from them exactly), or `all` rows, as the paper has it (`rows` only).
   */
  readonly reconstructs: "real-space" | "all";
  /** Whether the linear path beside the network exists; `environment` always has it. */
  readonly linearPath: boolean;
  /** What `environment` has beside; absent in `rows`. */
  readonly environment?: EnvironmentConfig;
  /** What `convolutional` is made of; absent in the others. */
  readonly convolutions?: ConvolutionConfig;
}

/**
 * Sizes of the part of architecture `environment` that reads the neighbours of every site.
 */
export interface EnvironmentConfig {
  /** Distances in Å, ascending, around which neighbours are counted; at least two. */
  readonly radii: readonly number[];
  /**
   * Distances in Å, ascending, around which the directions of neighbours are described, by which angles are
   * known; none, or at least two.
   */
  readonly directionRadii: readonly number[];
  /** Features of a site for each of the three orders of directions, l = 1, 2, 3. */
  readonly directionWidth: number;
  /** Neighbours farther away are not counted, in Å. */
  readonly cutoff: number;
  /** Features of a site. */
  readonly width: number;
  /** Rounds in which sites learn of their neighbours: 1 or more. */
  readonly rounds: number;
  /** Share of the encoder's dense layers that is dropped in a step of training. */
  readonly dropout: number;
  /** The same of the regression's. */
  readonly regressionDropout: number;
  /**
   * Decoding takes contents whose charges can be balanced where they are at most so many nats less likely
   * than the most likely ones; 0 does not ask.
   */
  readonly chargeMargin: number;
}
