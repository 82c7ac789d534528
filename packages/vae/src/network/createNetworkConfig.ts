import type { NetworkConfig } from "./networkConfig.ts";

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
export function createNetworkConfig(options: Partial<NetworkConfig> = {}): NetworkConfig {
  return {
    latentSize: 256,
    channels: [32, 48, 64],
    taps: 6,
    hidden: 512,
    regressionHidden: 256,
    elementCodeSize: 24,
    reconstructs: "real-space",
    linearPath: true,
    ...options,
  };
}
