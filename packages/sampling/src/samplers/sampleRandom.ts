import { createRandom } from "@ftcp/random";
import { EigenvalueDecomposition, Matrix } from "ml-matrix";
import type { Latents } from "../designModel.ts";
import { computeLatentStatistics } from "../latents/computeLatentStatistics.ts";
import { covarianceOf } from "../latents/covarianceOf.ts";
import { checkCount } from "./checkCount.ts";
import { createLatentStream } from "./createLatentStream.ts";
import { latentDistance } from "./latentDistance.ts";
import type { LatentSample } from "./latentSample.ts";
import type { LatentStream } from "./latentStream.ts";

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
  /**
   * `diagonal`: each dimension by itself, as in the paper; `full`: dimensions vary together as they do
   * among the known latents.
   *
   * @defaultValue `diagonal`
   */
  readonly covariance?: "diagonal" | "full";
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Samples at random from a Gaussian with the mean and variance of known latents:
 * `z = mean + scale · deviation ⊙ ε` with `ε ~ N(0, 1)` in each dimension, or with their whole covariance C:
 * `z = mean + scale · C^(1/2) ε`.
 *
 * @param options - known latents, number and width of the samples
 * @returns a stream of samples without roots
 * @throws RangeError when there are no latents, their shape does not fit, or a number is out of range
 *
 * @remarks
 * The same options give the same bytes. C^(1/2) is the symmetric root, by eigenvectors, so that C may be singular, as it
 * is with fewer latents than dimensions.
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
export function sampleRandom(options: SampleRandomOptions): LatentStream {
  const { latents, count, scale = 1, covariance = "diagonal" } = options;
  checkCount("count", count);
  if (!Number.isFinite(scale) || scale < 0) {
    throw new RangeError(`scale must be a number from 0 on, received ${scale}`);
  }
  const { mean, deviation } = computeLatentStatistics(latents);
  if (covariance === "diagonal") {
    return createLatentStream(
      draw(options, mean, scale, (noise) => noise.map((value, i) => value * (deviation[i] ?? 0))),
    );
  }
  const root = covarianceRoot(latents, mean);
  return createLatentStream(
    draw(options, mean, scale, (noise) =>
      Float64Array.from(root, (row) =>
        row.reduce((sum, value, i) => sum + value * (noise[i] ?? 0), 0),
      ),
    ),
  );
}

function* draw(
  { count, seed, signal }: SampleRandomOptions,
  mean: Float64Array,
  scale: number,
  spread: (noise: Float64Array) => Float64Array,
): Generator<LatentSample, void, undefined> {
  const random = createRandom(seed);
  for (let sampled = 0; sampled < count; sampled++) {
    signal?.throwIfAborted();
    const steps = spread(Float64Array.from(mean, () => random.normal()));
    const latent = Float32Array.from(mean, (value, i) => value + scale * (steps[i] ?? 0));
    const distance = latentDistance(mean, latent);
    yield { latent, sampler: "random", roots: [], step: scale, distance };
  }
}

/** The symmetric square root of the covariance, V √λ Vᵀ, row by row. */
function covarianceRoot(latents: Latents, mean: Float64Array): readonly Float64Array[] {
  const rows = covarianceOf(latents, mean).map((row) => Array.from(row));
  const { eigenvectorMatrix, realEigenvalues } = new EigenvalueDecomposition(new Matrix(rows), {
    assumeSymmetric: true,
  });
  const scaled = eigenvectorMatrix.clone();
  realEigenvalues.forEach((value, i) => {
    scaled.mulColumn(i, Math.sqrt(Math.max(0, value)));
  });
  const root = scaled.mmul(eigenvectorMatrix.transpose());
  return root.to2DArray().map((row) => Float64Array.from(row));
}
