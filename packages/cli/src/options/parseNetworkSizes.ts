import { createNetworkConfig, type NetworkConfig } from "@ftcp/vae";
import { CliError } from "../cliError.ts";

/**
 * Reads sizes of the network that differ from the defaults.
 *
 * @param text - a JSON object with some of the keys of `NetworkConfig`
 * @returns the sizes given
 * @throws {@link CliError} with code `CLI_USAGE` for anything else
 */
export function parseNetworkSizes(text: string): Partial<NetworkConfig> {
  const known = createNetworkConfig();
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new CliError("CLI_USAGE", "--network takes a JSON object", { cause });
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new CliError("CLI_USAGE", "--network takes a JSON object");
  }
  for (const [key, size] of Object.entries(value)) {
    if (!Object.hasOwn(known, key)) {
      throw new CliError("CLI_USAGE", `--network has no size "${key}"`, {
        known: Object.keys(known),
      });
    }
    const isSize = (item: unknown): boolean =>
      Number.isSafeInteger(item) && (item as number) > 0 && (item as number) <= 65_536;
    const isRight =
      key === "channels"
        ? Array.isArray(size) && size.length > 0 && size.length <= 8 && size.every(isSize)
        : key === "linearPath"
          ? typeof size === "boolean"
          : key === "reconstructs"
            ? size === "real-space" || size === "all"
            : isSize(size) && (key !== "taps" || (size as number) % 2 === 0);
    if (!isRight) throw new CliError("CLI_USAGE", `--network: the value of ${key} is not valid`);
  }
  return value;
}
