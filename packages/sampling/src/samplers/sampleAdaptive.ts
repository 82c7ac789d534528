import { createRandom } from "@ftcp/random";
import { checkCount } from "./checkCount.ts";
import { checkRoots } from "./checkRoots.ts";
import { createLatentStream } from "./createLatentStream.ts";
import { latentDistance } from "./latentDistance.ts";
import type { LatentRoot, LatentSample } from "./latentSample.ts";
import type { LatentStream } from "./latentStream.ts";

/** Options of {@link sampleAdaptive}. */
export interface SampleAdaptiveOptions {
  /** The known crystals to perturb. */
  readonly roots: readonly LatentRoot[];
  /** How many samples each root gives; `Infinity` for a stream without end. */
  readonly perRoot: number;
  /** Decides the noise. */
  readonly seed: number;
  /**
   * What is reported of each sample: `valid`, which becomes rarer as the scale grows, or `new`, which
   * becomes more frequent.
   *
   * @defaultValue `valid`
   */
  readonly goal?: "valid" | "new";
  /**
   * The share of samples, in (0, 1), that is to reach the goal.
   *
   * @defaultValue 0.9 for `valid`, 0.5 for `new`
   */
  readonly rate?: number;
  /**
   * The scale that every root starts with, in units of `deviations`.
   *
   * @defaultValue 0.6, as for {@link samplePerturbation}
   */
  readonly scale?: number;
  /**
   * The least and the greatest scale.
   *
   * @defaultValue `{ min: 0.05, max: 3 }`
   */
  readonly limits?: {
    /** The least scale, above 0. */
    readonly min: number;
    /** The greatest scale. */
    readonly max: number;
  };
  /** One factor per dimension for the noise; 1 everywhere when absent. */
  readonly deviations?: ArrayLike<number>;
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** Samples whose scale depends on what is reported of earlier ones. */
export interface AdaptiveStream extends LatentStream {
  /**
   * Reports whether a sample of this stream reached the goal.
   *
   * @param sample - the sample
   * @param success - whether it did
   * @throws RangeError when the sample has no root of this stream
   */
  report(sample: LatentSample, success: boolean): void;
  /**
   * Tells the present scale of a root.
   *
   * @param id - the root
   * @throws RangeError when there is no such root
   */
  scaleOf(id: string): number;
}

/**
 * Samples by local perturbation whose scale adapts, for each root by itself, until a wanted share of the
 * samples reaches a goal: `log σ ← log σ ± n^(-3/5) (success - rate)` after the n-th report about the
 * root (Robbins and Monro), + for `valid` and - for `new`.
 *
 * @param options - roots, goal and rate
 * @returns a stream that goes round the roots; tell it by `report` what became of its samples
 * @throws RangeError when there is no root, two have one id or they differ in size, or a number is out of
 *   range
 *
 * @remarks
 * Some crystals stand a strong perturbation and others fall apart at a weak one: with one scale for all,
 * the former give near copies and the latter rubbish. The noise of the k-th sample depends on the seed
 * and k alone, and its scale on the reports before it: the same options and reports give the same bytes.
 * Samples nothing is reported of change nothing.
 *
 * @example
 * ```ts
 * import { sampleAdaptive } from "@ftcp/sampling";
 *
 * const roots = [{ id: "mp-22862", latent: new Float32Array([0.5, -1]) }];
 * const stream = sampleAdaptive({ roots, perRoot: 100, seed: 1, rate: 0.8 });
 * for (const sample of stream) stream.report(sample, sample.distance < 1);
 * stream.scaleOf("mp-22862"); // the scale at which 80 % lie nearer than 1
 * ```
 *
 * @see H. Robbins, S. Monro, Ann. Math. Stat. 22, 400 (1951), doi:10.1214/aoms/1177729586
 */
export function sampleAdaptive(options: SampleAdaptiveOptions): AdaptiveStream {
  const { roots, perRoot, scale = 0.6, deviations, goal = "valid" } = options;
  const { rate = goal === "valid" ? 0.9 : 0.5, limits = { min: 0.05, max: 3 } } = options;
  const size = checkRoots(roots);
  checkCount("perRoot", perRoot);
  if (!(rate > 0 && rate < 1)) throw new RangeError(`rate must lie in (0, 1), received ${rate}`);
  if (!(limits.min > 0 && limits.min <= limits.max && Number.isFinite(limits.max))) {
    throw new RangeError(`no scale lies from ${limits.min} to ${limits.max}`);
  }
  if (!(scale >= limits.min && scale <= limits.max)) {
    throw new RangeError(`scale must lie from ${limits.min} to ${limits.max}, received ${scale}`);
  }
  if (deviations !== undefined && deviations.length !== size) {
    throw new RangeError(`${deviations.length} deviations for latents of ${size} dimensions`);
  }
  const states = new Map(roots.map(({ id }) => [id, { scale, reports: 0 }]));
  if (states.size !== roots.length) throw new RangeError("two roots have one id");
  const stateOf = (id: string | undefined): { scale: number; reports: number } => {
    const state = states.get(id ?? "");
    if (state === undefined) throw new RangeError(`${id ?? "none"} is no root of this stream`);
    return state;
  };
  const samples = perturb(options, (id) => stateOf(id).scale);
  return Object.assign(createLatentStream(samples), {
    report(sample: LatentSample, success: boolean): void {
      const state = stateOf(sample.roots[0]);
      state.reports++;
      const surprise = Number(success) - rate;
      const change = (goal === "valid" ? surprise : -surprise) * state.reports ** -0.6;
      const next = state.scale * Math.exp(change);
      state.scale = Math.min(limits.max, Math.max(limits.min, next));
    },
    scaleOf: (id: string): number => stateOf(id).scale,
  });
}

function* perturb(
  { roots, perRoot, seed, deviations, signal }: SampleAdaptiveOptions,
  scaleOf: (id: string) => number,
): Generator<LatentSample, void, undefined> {
  const random = createRandom(seed);
  for (let round = 0; round < perRoot; round++) {
    for (const root of roots) {
      signal?.throwIfAborted();
      const scale = scaleOf(root.id);
      const latent = root.latent.map(
        (value, i) => value + scale * (deviations?.[i] ?? 1) * random.normal(),
      );
      const distance = latentDistance(root.latent, latent);
      yield { latent, sampler: "adaptive", roots: [root.id], step: scale, distance };
    }
  }
}
