import type { Latents } from "../designModel.ts";
import { checkLatents } from "./checkLatents.ts";

/** Mean and spread of latents in each dimension. */
export interface LatentStatistics {
  /** The mean in each dimension: float64 `[size]`. */
  readonly mean: Float64Array;
  /** The standard deviation in each dimension (divided by `count`): float64 `[size]`. */
  readonly deviation: Float64Array;
}

/**
 * Computes mean and standard deviation of latents in each dimension.
 *
 * @param latents - float32 `[count, size]`, at least one
 * @returns float64 statistics, `deviation² = Σ (z - mean)² / count`
 * @throws RangeError when there are no latents or the shape does not fit the data
 *
 * @example
 * ```ts
 * import { computeLatentStatistics } from "@ftcp/sampling";
 *
 * const latents = { data: new Float32Array([1, 5, 3, 5]), shape: [2, 2] } as const;
 * computeLatentStatistics(latents); // mean [2, 5], deviation [1, 0]
 * ```
 */
export function computeLatentStatistics(latents: Latents): LatentStatistics {
  checkLatents(latents, 1);
  const { data, shape } = latents;
  const [count, size] = shape;
  const mean = new Float64Array(size);
  for (let i = 0; i < data.length; i++) {
    const dimension = i % size;
    mean[dimension] = (mean[dimension] ?? 0) + (data[i] ?? 0) / count;
  }
  // A second pass: sums of squares would cancel where the mean is large.
  const variance = new Float64Array(size);
  for (let i = 0; i < data.length; i++) {
    const dimension = i % size;
    const difference = (data[i] ?? 0) - (mean[dimension] ?? 0);
    variance[dimension] = (variance[dimension] ?? 0) + (difference * difference) / count;
  }
  return { mean, deviation: variance.map(Math.sqrt) };
}
