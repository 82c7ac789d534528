import type { NamedTensor } from "../safetensors/namedTensor.ts";
import { VaeError } from "../vaeError.ts";
import type { InvertibleRows } from "./invertibleRows.ts";
import type { NetworkConfig } from "./networkConfig.ts";
import { codeSize } from "./networkShapes.ts";

/**
 * Refuses a description of a network that claims more weights than its file holds, before anything
 * of that size is allocated.
 *
 * @param rows - the layout's blocks, as the file describes them
 * @param config - sizes, as the file describes them
 * @param tensors - what the file holds
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when one kernel alone would be larger than all
 *   tensors of the file together
 */
export function requirePlausibleSizes(
  rows: InvertibleRows,
  config: NetworkConfig,
  tensors: ReadonlyMap<string, NamedTensor>,
): void {
  const { latentSize, hidden, regressionHidden, channels, taps } = config;
  const { architecture, environment } = config;
  const linearPath = config.linearPath || architecture !== "rows";
  const held = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
  const first = channels[0] as number;
  const kernels = {
    hidden: hidden * Math.max(hidden, latentSize, codeSize(rows)),
    latentSize: latentSize * (linearPath ? codeSize(rows) : hidden),
    regressionHidden: regressionHidden * Math.max(regressionHidden, latentSize),
    ...(architecture === "rows"
      ? {
          channels: taps * first * rows.columns,
          lastChannels:
            taps *
            channels.slice(1).reduce((most, size, i) => {
              return Math.max(most, size * (channels[i] as number));
            }, 0),
        }
      : { environment: (environment?.width ?? 0) ** 2 * (environment?.rounds ?? 0) }),
  };
  for (const [name, size] of Object.entries(kernels)) {
    if (size <= held) continue;
    throw new VaeError("VAE_MODEL_DAMAGED", "the network is described larger than its weights", {
      ...{ name, size, held },
    });
  }
}
