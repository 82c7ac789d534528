import { createNetworkConfig, type NetworkConfig } from "@ftcp/vae";
import type { FtcpLayout } from "@ftcp/featurize";
import { CliError } from "../cliError.ts";

/**
 * Chooses the dimension of the latent space: the default one where the linear path of the network
 * fits into it, otherwise the next multiple of 16.
 *
 * @param layout - how many slots and sites the linear path must carry
 * @param sizes - further sizes of the network
 * @param wanted - the dimension asked for, if any
 * @returns the dimension
 * @throws {@link CliError} with code `CLI_USAGE` when the one asked for is too small
 */
export function chooseLatentSize(
  layout: FtcpLayout,
  sizes: Partial<NetworkConfig>,
  wanted: number | undefined,
): number {
  const { elementCodeSize, latentSize, linearPath } = createNetworkConfig(sizes);
  const { maxElements: slots, maxSites: sites } = layout;
  // A code per slot, six turns per site, the six cell parameters, the counts.
  const needed = linearPath ? slots * elementCodeSize + 6 * sites + 6 + 2 * slots + 1 : 1;
  if (wanted === undefined) return Math.max(latentSize, 16 * Math.ceil(needed / 16));
  if (wanted >= needed) return wanted;
  throw new CliError(
    "CLI_USAGE",
    `--latent-size ${wanted} is too small: ${slots} elements and ${sites} sites need ${needed} ` +
      `with an elementCodeSize of ${elementCodeSize}`,
  );
}
