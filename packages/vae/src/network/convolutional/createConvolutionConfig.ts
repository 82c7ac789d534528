import type { ConvolutionConfig } from "./convolutionConfig.ts";

/**
 * Fills in sizes and forms of architecture `convolutional`: those of the Python reference.
 *
 * @param options - what differs from the defaults
 * @returns the complete configuration
 */
export function createConvolutionConfig(
  options: Partial<ConvolutionConfig> = {},
): ConvolutionConfig {
  return {
    ...{ filters: [32, 64, 128], taps: [5, 3, 3], strides: [2, 2, 1] },
    ...{ activation: "sigmoid", output: "sigmoid" },
    ...{ regression: "plain", regressionWidths: [128, 32] },
    ...options,
  };
}
