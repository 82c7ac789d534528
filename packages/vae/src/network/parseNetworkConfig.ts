import { VaeError } from "../vaeError.ts";
import { createNetworkConfig } from "./createNetworkConfig.ts";
import type { NetworkConfig } from "./networkConfig.ts";

const largest = 65_536;

/**
 * Checks the sizes of a network that come from a file.
 *
 * @param json - from an untrusted place
 * @returns the configuration
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when a size is missing, not a whole number
 *   or too large to be meant
 */
export function parseNetworkConfig(json: unknown): NetworkConfig {
  const { channels, reconstructs, linearPath, ...sizes } = (json ?? {}) as Record<string, unknown>;
  const isSize = (value: unknown): value is number =>
    Number.isInteger(value) && (value as number) > 0 && (value as number) <= largest;
  const numbers = Object.entries(createNetworkConfig()).filter(
    ([, value]) => typeof value === "number",
  );
  if (
    !numbers.every(([name]) => isSize(sizes[name])) ||
    !Array.isArray(channels) ||
    channels.length === 0 ||
    channels.length > 8 ||
    !channels.every(isSize) ||
    (reconstructs !== "real-space" && reconstructs !== "all") ||
    typeof linearPath !== "boolean"
  ) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the sizes of the network are not valid");
  }
  const known = Object.fromEntries(numbers.map(([name]) => [name, sizes[name] as number]));
  return createNetworkConfig({ ...known, channels, reconstructs, linearPath });
}
