import type { FtcpLayout } from "@ftcp/featurize";
import type { NamedTensor } from "../../safetensors/namedTensor.ts";
import { VaeError } from "../../vaeError.ts";
import type { NetworkConfig } from "../networkConfig.ts";
import { createConvolutionConfig } from "./createConvolutionConfig.ts";

/**
 * Refuses a description of a `convolutional` network that claims more weights than its file holds, before
 * anything of that size is allocated.
 *
 * @param layout - as the file describes it
 * @param config - sizes, as the file describes them
 * @param tensors - what the file holds
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when one kernel alone would be larger than all
 *   tensors of the file together
 */
export function requirePlausibleConvolutions(
  layout: FtcpLayout,
  config: NetworkConfig,
  tensors: ReadonlyMap<string, NamedTensor>,
): void {
  const { latentSize, hidden, convolutions = createConvolutionConfig() } = config;
  const { filters, taps, strides, regressionWidths } = convolutions;
  const held = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  const step = strides.reduce((product, stride) => product * stride, 1);
  const flat = (layout.rows / step) * (filters.at(-1) as number);
  const sizes = [
    flat * Math.max(hidden, latentSize),
    hidden * latentSize,
    ...filters.map((count, i) => count * (taps[i] as number) * (filters[i - 1] ?? layout.columns)),
    ...regressionWidths.map((width, i) => width * (regressionWidths[i - 1] ?? latentSize)),
  ];
  const size = Math.max(...sizes);
  if (size <= held) return;
  throw new VaeError("VAE_MODEL_DAMAGED", "the network is described larger than its weights", {
    ...{ size, held },
  });
}
