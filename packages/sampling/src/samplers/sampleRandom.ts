import { createRandom } from "@ftcp/random";
import type { Latents } from "../designModel.ts";
import { computeLatentStatistics } from "../latents/computeLatentStatistics.ts";
import type { LatentStatistics } from "../latents/computeLatentStatistics.ts";
import { checkCount } from "./checkCount.ts";
import { latentDistance } from "./latentDistance.ts";
import type { LatentSample } from "./latentSample.ts";

/** Options of {@link sampleRandom}. */
export interface SampleRandomOptions {
  /** The known latents whose mean and variance the samples get. */
  readonly latents: Latents;
  /** How many samples; `Infinity` for a stream without end. */
  readonly count: number;
  /** Decides the samples. */
  readonly seed: number;
  /**
   * Factor on the standard deviation.
   *
   * @defaultValue 1
   */
  readonly scale?: number;
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Samples at random from a Gaussian with the mean and variance of known latents:
 * `z = mean + scale · deviation ⊙ ε` with `ε ~ N(0, 1)` in each dimension.
 *
 * @param options - known latents, number and width of the samples
 * @returns a stream of samples without roots
 * @throws RangeError when there are no latents, their shape does not fit, or a number is out of range
 *
 * @remarks
 * The same options give the same bytes. Dimensions are independent: the covariance is not used.
 *
 * @example
 * ```ts
 * import { sampleRandom } from "@ftcp/sampling";
 *
 * const latents = { data: new Float32Array([0, 1, 2, 3]), shape: [2, 2] } as const;
 * const samples = [...sampleRandom({ latents, count: 10, seed: 1 })];
 * ```
 *
 * @see FTCP paper, section 4.2: "Gaussian distribution with the samples mean and variance"
 */
export function sampleRandom(
  options: SampleRandomOptions,
): Generator<LatentSample, void, undefined> {
  const { latents, count, scale = 1 } = options;
  checkCount("count", count);
  if (!Number.isFinite(scale) || scale < 0) {
    throw new RangeError(`scale must be a number from 0 on, received ${scale}`);
  }
  return draw(options, computeLatentStatistics(latents), scale);
}

function* draw(
  { count, seed, signal }: SampleRandomOptions,
  { mean, deviation }: LatentStatistics,
  scale: number,
): Generator<LatentSample, void, undefined> {
  const random = createRandom(seed);
  for (let sampled = 0; sampled < count; sampled++) {
    signal?.throwIfAborted();
    const latent = Float32Array.from(
      mean,
      (value, i) => value + scale * (deviation[i] ?? 0) * random.normal(),
    );
    const distance = latentDistance(mean, latent);
    yield { latent, sampler: "random", roots: [], step: scale, distance };
  }
}
