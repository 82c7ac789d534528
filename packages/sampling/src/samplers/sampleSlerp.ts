import { createRandom } from "@ftcp/random";
import type { RandomSource } from "@ftcp/random";
import { checkCount } from "./checkCount.ts";
import { checkRoots } from "./checkRoots.ts";
import { createLatentStream } from "./createLatentStream.ts";
import { latentDistance } from "./latentDistance.ts";
import type { LatentRoot, LatentSample } from "./latentSample.ts";
import type { LatentStream } from "./latentStream.ts";
import { slerp } from "./slerp.ts";

/** Options of {@link sampleSlerp}. */
export interface SampleSlerpOptions {
  /** The known crystals to interpolate between, at least two. */
  readonly roots: readonly LatentRoot[];
  /** How many samples at most; `Infinity` for no limit. */
  readonly count: number;
  /** Decides pairs and positions where they are drawn. */
  readonly seed: number;
  /**
   * Takes this many evenly spaced positions `k / (steps + 1)` on every pair, pair after pair, and
   * ends there. Without it pairs and positions are drawn uniformly at random, without end.
   */
  readonly steps?: number;
  /** The pairs, as positions in `roots`; all of them when absent. */
  readonly pairs?: readonly (readonly [first: number, second: number])[];
  /** Ends the stream by throwing its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Samples by spherical linear interpolation ({@link slerp}) between pairs of known crystals.
 *
 * @param options - roots, and which positions between which of them
 * @returns a stream of samples; in each the nearer root comes first
 * @throws RangeError when there are fewer than two roots, they differ in size, a pair names no two
 *   different roots, or a number is out of range
 *
 * @remarks
 * The same options give the same bytes. The ends themselves are never sampled.
 *
 * @example
 * ```ts
 * import { sampleSlerp } from "@ftcp/sampling";
 *
 * const roots = [
 *   { id: "mp-22862", latent: new Float32Array([1, 0]) },
 *   { id: "mp-1265", latent: new Float32Array([0, 1]) },
 * ];
 * const path = [...sampleSlerp({ roots, steps: 5, count: Infinity, seed: 1 })]; // 5 samples
 * ```
 *
 * @see FTCP paper, section 4.2
 */
export function sampleSlerp(options: SampleSlerpOptions): LatentStream {
  const { roots, count, steps, pairs } = options;
  checkRoots(roots, 2);
  checkCount("count", count);
  if (steps !== undefined && (!Number.isSafeInteger(steps) || steps < 1)) {
    throw new RangeError(`steps must be a positive integer, received ${steps}`);
  }
  if (pairs?.length === 0) throw new RangeError("pairs must not be empty");
  for (const [first, second] of pairs ?? []) {
    if (first === second || roots[first] === undefined || roots[second] === undefined) {
      throw new RangeError(`(${first}, ${second}) is no pair of ${roots.length} roots`);
    }
  }
  return createLatentStream(interpolate(options));
}

function* interpolate(options: SampleSlerpOptions): Generator<LatentSample, void, undefined> {
  const { roots, count, signal } = options;
  let sampled = 0;
  for (const [first, second, t] of positions(options)) {
    if (sampled === count) return;
    const from = roots[first];
    const to = roots[second];
    if (from === undefined || to === undefined) continue; // excluded by the checks above
    signal?.throwIfAborted();
    const latent = slerp(from.latent, to.latent, t);
    const distances = [latentDistance(from.latent, latent), latentDistance(to.latent, latent)];
    const [fromDistance = 0, toDistance = 0] = distances;
    const isFromNearer = fromDistance <= toDistance;
    yield {
      latent,
      sampler: "slerp",
      roots: isFromNearer ? [from.id, to.id] : [to.id, from.id],
      step: isFromNearer ? t : 1 - t,
      distance: Math.min(fromDistance, toDistance),
    };
    sampled++;
  }
}

/** Random positions are the middles of this many equal parts of [0, 1]: uniform, without the ends. */
const drawnPositions = 2 ** 32;

type Position = readonly [first: number, second: number, t: number];

function* positions({
  roots,
  seed,
  steps,
  pairs,
}: SampleSlerpOptions): Generator<Position, void, undefined> {
  if (steps === undefined) {
    const random = createRandom(seed);
    for (;;) {
      const [first, second] = drawPair(random, roots.length, pairs);
      yield [first, second, (random.integer(drawnPositions) + 0.5) / drawnPositions];
    }
  }
  for (const [first, second] of pairs ?? allPairs(roots.length)) {
    for (let k = 1; k <= steps; k++) yield [first, second, k / (steps + 1)];
  }
}

function drawPair(
  random: RandomSource,
  count: number,
  pairs: SampleSlerpOptions["pairs"],
): readonly [number, number] {
  if (pairs !== undefined) return pairs[random.integer(pairs.length)] ?? [0, 1];
  const first = random.integer(count);
  const second = random.integer(count - 1);
  return [first, second < first ? second : second + 1];
}

function* allPairs(count: number): Generator<readonly [number, number], void, undefined> {
  for (let first = 0; first < count; first++) {
    for (let second = first + 1; second < count; second++) yield [first, second];
  }
}
