import { createRandom } from "@ftcp/random";
import {
  computeLatentStatistics,
  samplePerturbation,
  sampleSlerp,
  type LatentIndex,
  type LatentRoot,
  type LatentSample,
  type SamplerName,
} from "@ftcp/sampling";
import type { RowRange } from "../plan/shard.ts";

/** Options of {@link sampleRange}. */
export interface SampleRangeOptions {
  /** The known crystals. */
  readonly index: LatentIndex;
  /** How latents are sampled. */
  readonly sampler: SamplerName;
  /** Decides all samples of the job. */
  readonly seed: number;
  /** Standard deviation of the noise; 0.6 for `lp` and 1 for `random` by default. */
  readonly scale?: number;
  /** What `lp` and `slerp` start from; all known crystals by default. */
  readonly roots?: readonly LatentRoot[];
}

/** Samples that are drawn from one stream of random numbers. */
export const samplesPerStream = 8192;

/**
 * Samples a range of an endless, numbered sequence of latents: sample 5,000,000 is the same whether the
 * samples before it are drawn or not.
 *
 * @param options - known crystals, sampler and seed
 * @param range - numbers of the samples
 * @returns the samples in order
 * @throws RangeError when there are too few roots, or a number is out of range
 *
 * @remarks
 * Every 8192 samples have a random stream of their own, made of the seed and their number; the first
 * ones of a stream are drawn and dropped where a range starts within it, which takes some milliseconds.
 * `lp` goes round its roots through the whole sequence. Streams of `createRandom` have a state of 32
 * bits: of 100 million samples the chance that two streams are the same is about 2 %.
 *
 * @example
 * ```ts
 * import { LatentIndex } from "@ftcp/sampling";
 * import { sampleRange } from "@ftcp/shards";
 *
 * const firstOf = (index: LatentIndex) =>
 *   sampleRange({ index, sampler: "lp", seed: 1 }, { start: 5_000_000, end: 5_001_000 }).next();
 * ```
 */
export function* sampleRange(
  options: SampleRangeOptions,
  range: RowRange,
): Generator<LatentSample, void, undefined> {
  const createStream = createStreams(options);
  for (let start = range.start; start < range.end;) {
    const number = Math.floor(start / samplesPerStream);
    const first = number * samplesPerStream;
    const end = Math.min(range.end, first + samplesPerStream);
    const seed = createRandom(options.seed)
      .fork(`samples/${number}`)
      .integer(2 ** 32);
    let position = first;
    for (const sample of createStream(seed, first)) {
      if (position >= start) yield sample;
      position += 1;
      if (position === end) break;
    }
    start = end;
  }
}

/** Makes the streams; what is the same for all of them is computed once. */
function createStreams(
  options: SampleRangeOptions,
): (seed: number, first: number) => Generator<LatentSample, void, undefined> {
  const { index, sampler } = options;
  const scale = options.scale === undefined ? {} : { scale: options.scale };
  if (sampler === "random") {
    const { mean, deviation: deviations } = computeLatentStatistics(index.latents);
    // Not sampleRandom, which would compute the statistics anew for every stream.
    return (seed) => drawAround(mean, deviations, seed, options.scale ?? 1);
  }
  const roots = options.roots ?? index.ids.map((id, row) => ({ id, latent: index.latentOf(row) }));
  if (sampler === "slerp") return (seed) => sampleSlerp({ roots, count: Infinity, seed });
  return (seed, first) => {
    const turn = first % roots.length;
    const turned = turn === 0 ? roots : [...roots.slice(turn), ...roots.slice(0, turn)];
    return samplePerturbation({ roots: turned, perRoot: Infinity, seed, ...scale });
  };
}

function* drawAround(
  mean: Float64Array,
  deviation: Float64Array,
  seed: number,
  scale: number,
): Generator<LatentSample, void, undefined> {
  if (!Number.isFinite(scale) || scale < 0) {
    throw new RangeError(`scale must be a number from 0 on, received ${scale}`);
  }
  const random = createRandom(seed);
  for (;;) {
    let square = 0;
    const latent = Float32Array.from(mean, (value, i) => {
      const rounded = Math.fround(value + scale * (deviation[i] ?? 0) * random.normal());
      square += (rounded - value) ** 2;
      return rounded;
    });
    yield { latent, sampler: "random", roots: [], step: scale, distance: Math.sqrt(square) };
  }
}
