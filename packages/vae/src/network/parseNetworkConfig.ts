import { VaeError } from "../vaeError.ts";
import { parseConvolutionConfig } from "./convolutional/parseConvolutionConfig.ts";
import { createNetworkConfig } from "./createNetworkConfig.ts";
import type { EnvironmentConfig, NetworkConfig } from "./networkConfig.ts";

const largest = 65_536;

/**
 * Checks the description of a network that comes from a file.
 *
 * @param json - from an untrusted place
 * @returns the configuration
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when a size is missing, not a whole number
 *   or too large to be meant
 *
 * @remarks
 * Files of the first release name no architecture; theirs is `rows`.
 */
export function parseNetworkConfig(json: unknown): NetworkConfig {
  const given = (json ?? {}) as Record<string, unknown>;
  const {
    architecture = "rows",
    channels,
    reconstructs,
    linearPath,
    environment,
    convolutions,
  } = given;
  const numbers = Object.entries(createNetworkConfig()).filter(
    ([, value]) => typeof value === "number",
  );
  if (
    (architecture !== "rows" &&
      architecture !== "environment" &&
      architecture !== "convolutional") ||
    !numbers.every(([name]) => isSize(given[name])) ||
    !Array.isArray(channels) ||
    channels.length === 0 ||
    channels.length > 8 ||
    !channels.every(isSize) ||
    (reconstructs !== "real-space" && reconstructs !== "all") ||
    typeof linearPath !== "boolean"
  ) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the sizes of the network are not valid");
  }
  const known = Object.fromEntries(numbers.map(([name]) => [name, given[name] as number]));
  return createNetworkConfig({
    ...{ architecture, ...known, channels, reconstructs, linearPath },
    ...(architecture === "environment" ? { environment: parseEnvironment(environment) } : {}),
    ...(architecture === "convolutional"
      ? { convolutions: parseConvolutionConfig(convolutions) }
      : {}),
  });
}

function parseEnvironment(json: unknown): EnvironmentConfig {
  const given = (json ?? {}) as Record<string, unknown>;
  const { radii, directionRadii, directionWidth, cutoff, width, rounds } = given;
  const { dropout, regressionDropout, chargeMargin } = given;
  const isDistance = (value: unknown): value is number =>
    typeof value === "number" && value > 0 && value <= 100;
  const areRadii = (value: unknown): value is readonly number[] =>
    Array.isArray(value) &&
    value.length !== 1 &&
    value.length <= 256 &&
    value.every(isDistance) &&
    value.every((radius, k) => k === 0 || radius > (value[k - 1] as number));
  if (
    !areRadii(radii) ||
    radii.length === 0 ||
    !areRadii(directionRadii) ||
    !isSize(directionWidth) ||
    !isDistance(cutoff) ||
    !isSize(width) ||
    !isSize(rounds) ||
    rounds > 16 ||
    !isRate(dropout) ||
    !isRate(regressionDropout) ||
    typeof chargeMargin !== "number" ||
    !(chargeMargin >= 0)
  ) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the environments of the network are not valid");
  }
  return {
    ...{ radii, directionRadii, directionWidth, cutoff, width, rounds },
    ...{ dropout, regressionDropout, chargeMargin },
  };
}

function isRate(value: unknown): value is number {
  return typeof value === "number" && value >= 0 && value < 1;
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0 && (value as number) <= largest;
}
