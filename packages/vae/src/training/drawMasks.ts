import type { RandomSource } from "@ftcp/random";
import type { Dropout } from "../network/network.ts";

/**
 * Draws what dropout leaves of each layer.
 *
 * @param random - decides
 * @param dropouts - the layers
 * @param rows - crystals of a batch
 * @returns `[rows, widths of all layers]`, 0 where a number is dropped, else 1 / (1 - rate)
 */
export function drawMasks(
  random: RandomSource,
  dropouts: readonly Dropout[],
  rows: number,
): Float32Array {
  const columns = dropouts.reduce((sum, { width }) => sum + width, 0);
  const masks = new Float32Array(rows * columns);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const { width, rate } of dropouts) {
      const kept = 1 / (1 - rate);
      for (let k = 0; k < width; k++) masks[at++] = random.uniform() < rate ? 0 : kept;
    }
  }
  return masks;
}
