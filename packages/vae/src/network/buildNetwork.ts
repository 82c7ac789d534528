import { createConvolutionalNetwork } from "./convolutional/createConvolutionalNetwork.ts";
import { createEnvironmentNetwork } from "./environment/createEnvironmentNetwork.ts";
import { createRowsNetwork } from "./createRowsNetwork.ts";
import type { Network } from "./network.ts";
import type { NetworkParts } from "./networkParts.ts";

/**
 * Builds encoder, decoder and regression; all weights are zero until `initialize` of the network.
 *
 * @param parts - layout, scaler, architecture and sizes
 * @returns the networks; the caller disposes them
 * @throws RangeError when the architecture cannot read or write the layout
 */
export function buildNetwork(parts: NetworkParts): Network {
  switch (parts.config.architecture) {
    case "rows":
      return createRowsNetwork(parts);
    case "environment":
      return createEnvironmentNetwork(parts);
    case "convolutional":
      return createConvolutionalNetwork(parts);
  }
}
