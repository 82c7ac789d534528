import type { ConvolutionConfig } from "./convolutional/convolutionConfig.ts";
import { createConvolutionConfig } from "./convolutional/createConvolutionConfig.ts";
import type { EnvironmentConfig, NetworkConfig } from "./networkConfig.ts";

/**
 * What of a network may be said; the rest has defaults.
 */
export type NetworkOptions = Partial<Omit<NetworkConfig, "environment" | "convolutions">> & {
  /** What architecture `environment` has beside. */
  readonly environment?: Partial<EnvironmentConfig>;
  /** What architecture `convolutional` is made of. */
  readonly convolutions?: Partial<ConvolutionConfig>;
};

/**
 * Fills in the sizes of the network.
 *
 * @param options - what differs from the defaults
 * @returns the complete configuration
 *
 * @example
 * ```ts
 * createNetworkConfig({ latentSize: 64 }).channels; // [32, 48, 64]
 * ```
 */
export function createNetworkConfig(options: NetworkOptions = {}): NetworkConfig {
  const { environment, convolutions, ...sizes } = options;
  const config: NetworkConfig = {
    architecture: "rows",
    latentSize: 256,
    channels: [32, 48, 64],
    taps: 6,
    hidden: 512,
    regressionHidden: 256,
    elementCodeSize: 24,
    reconstructs: "real-space",
    linearPath: true,
    ...sizes,
  };
  if (config.architecture === "rows") return config;
  if (config.architecture === "convolutional") {
    return { ...config, convolutions: createConvolutionConfig(convolutions) };
  }
  return { ...config, environment: { ...defaultEnvironment, ...environment } };
}

const defaultEnvironment: EnvironmentConfig = {
  // Close together where bonds are, further apart where shells blur.
  radii: [1.6, 1.9, 2.1, 2.3, 2.5, 2.7, 2.9, 3.2, 3.5, 3.8, 4.2, 4.6, 5, 5.5, 6, 6.6],
  directionRadii: [1.9, 2.4, 3, 3.8],
  directionWidth: 24,
  cutoff: 7.3,
  width: 96,
  rounds: 2,
  dropout: 0.1,
  regressionDropout: 0.1,
  chargeMargin: 0,
};
