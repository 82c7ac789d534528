import { VaeError } from "../../vaeError.ts";
import type { ConvolutionConfig } from "./convolutionConfig.ts";

const largest = 65_536;

/**
 * Checks the description of a `convolutional` network that comes from a file.
 *
 * @param json - from an untrusted place
 * @returns the configuration
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when a size is missing, not a whole number or too
 *   large to be meant
 */
export function parseConvolutionConfig(json: unknown): ConvolutionConfig {
  const given = (json ?? {}) as Record<string, unknown>;
  const { filters, taps, strides, activation, output, regression, regressionWidths } = given;
  if (
    !areSizes(filters, 1) ||
    !areSizes(taps, 1) ||
    !areSizes(strides, 1) ||
    !areSizes(regressionWidths, 0) ||
    taps.length !== filters.length ||
    strides.length !== filters.length ||
    !taps.every((tap, i) => tap >= (strides[i] as number)) ||
    (activation !== "sigmoid" && activation !== "leakyRelu") ||
    (output !== "sigmoid" && output !== "linear") ||
    (regression !== "gated" && regression !== "plain")
  ) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the convolutions of the network are not valid");
  }
  return { filters, taps, strides, activation, output, regression, regressionWidths };
}

function areSizes(value: unknown, least: number): value is number[] {
  const isSize = (size: unknown): boolean =>
    Number.isInteger(size) && (size as number) > 0 && (size as number) <= largest;
  return Array.isArray(value) && value.length >= least && value.length <= 8 && value.every(isSize);
}
