import { createRandom } from "@ftcp/random";
import { checkCount } from "./checkCount.ts";
import { checkRoots } from "./checkRoots.ts";
import { createLatentStream } from "./createLatentStream.ts";
import { latentDistance } from "./latentDistance.ts";
import type { LatentRoot, LatentSample } from "./latentSample.ts";
import type { LatentStream } from "./latentStream.ts";

/** Options of {@link samplePerturbation}. */
export interface SamplePerturbationOptions {
  /** The known crystals to perturb, for example from {@link selectSeeds}. */
  readonly roots: readonly LatentRoot[];
  /** How many samples each root gives; `Infinity` for a stream without end. */
  readonly perRoot: number;
  /** Decides the noise. */
  readonly seed: number;
  /**
   * Standard deviation of the noise, in units of `deviations`.
   *
   * @defaultValue 0.6, as the reference implementation
   */
  readonly scale?: number;
  /**
   * One factor per dimension for the noise, for example the standard deviation of the latents of
   * known crystals ({@link computeLatentStatistics}); 1 everywhere when absent, as in the paper.
   */
  readonly deviations?: ArrayLike<number>;
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Samples by local perturbation (Lp): `z = root + scale · deviation ⊙ ε` with `ε ~ N(0, 1)` in each
 * dimension.
 *
 * @param options - roots, number and size of the perturbations
 * @returns a stream of samples that goes round the roots: each gives one sample before any gives its
 *   second
 * @throws RangeError when there is no root, the roots differ in size, or a number is out of range
 *
 * @remarks
 * The same options give the same bytes. Noise is drawn in float64 and the sum rounded to float32.
 *
 * @example
 * ```ts
 * import { samplePerturbation } from "@ftcp/sampling";
 *
 * const roots = [{ id: "mp-22862", latent: new Float32Array([0.5, -1]) }];
 * const samples = [...samplePerturbation({ roots, perRoot: 3, seed: 1 })];
 * ```
 *
 * @see FTCP paper, section 4.2
 */
export function samplePerturbation(options: SamplePerturbationOptions): LatentStream {
  const { roots, perRoot, scale = 0.6, deviations } = options;
  const size = checkRoots(roots);
  checkCount("perRoot", perRoot);
  if (!Number.isFinite(scale) || scale < 0) {
    throw new RangeError(`scale must be a number from 0 on, received ${scale}`);
  }
  if (deviations !== undefined && deviations.length !== size) {
    throw new RangeError(`${deviations.length} deviations for latents of ${size} dimensions`);
  }
  return createLatentStream(perturb(options, scale));
}

function* perturb(
  { roots, perRoot, seed, deviations, signal }: SamplePerturbationOptions,
  scale: number,
): Generator<LatentSample, void, undefined> {
  const random = createRandom(seed);
  for (let round = 0; round < perRoot; round++) {
    for (const root of roots) {
      signal?.throwIfAborted();
      const latent = root.latent.map(
        (value, i) => value + scale * (deviations?.[i] ?? 1) * random.normal(),
      );
      yield {
        latent,
        sampler: "lp",
        roots: [root.id],
        step: scale,
        distance: latentDistance(root.latent, latent),
      };
    }
  }
}
