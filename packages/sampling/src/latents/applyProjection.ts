import type { Latents } from "../designModel.ts";
import { checkLatents } from "./checkLatents.ts";
import type { LatentProjection } from "./projectLatents.ts";

/**
 * Puts latents on a map made by {@link projectLatents}, for example new designs among the known
 * crystals.
 *
 * @param projection - origin and axes of the map
 * @param latents - float32 `[count, size]`
 * @returns a new float32 `[count, 2]`, row-major
 * @throws RangeError when the sizes differ
 *
 * @example
 * ```ts
 * import { applyProjection, projectLatents } from "@ftcp/sampling";
 *
 * const map = projectLatents(index.latents);
 * applyProjection(map, { data: index.latentOf(0), shape: [1, index.latentSize] });
 * ```
 */
export function applyProjection(
  projection: Pick<LatentProjection, "mean" | "axes">,
  latents: Latents,
): Float32Array {
  checkLatents(latents);
  const { mean, axes } = projection;
  const [count, size] = latents.shape;
  if (size !== mean.length) {
    throw new RangeError(`latents of ${size} dimensions on a map of ${mean.length}`);
  }
  const coordinates = new Float32Array(2 * count);
  for (let i = 0; i < count; i++) {
    let first = 0;
    let second = 0;
    for (let j = 0; j < size; j++) {
      const centred = (latents.data[i * size + j] ?? 0) - (mean[j] ?? 0);
      first += centred * (axes[j] ?? 0);
      second += centred * (axes[size + j] ?? 0);
    }
    coordinates[2 * i] = first;
    coordinates[2 * i + 1] = second;
  }
  return coordinates;
}
