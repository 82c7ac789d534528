import { createRandom } from "@ftcp/random";
import {
  samplePerturbation,
  sampleRandom,
  sampleSlerp,
  type LatentIndex,
  type LatentStream,
} from "@ftcp/sampling";

/** The samplers of Table 1; `random-full` keeps the correlations of the known latents. */
export const samplerNames = ["lp", "slerp", "random", "random-full"] as const;

/** A sampler of Table 1. */
export type TableSampler = (typeof samplerNames)[number];

/**
 * Starts a sampler over all known crystals.
 *
 * @param row - which
 * @param index - the known crystals
 * @param start - the number of the first sample, which decides what is drawn
 * @param signal - ends the stream
 * @returns a stream without end
 */
export function startTableSampler(
  row: TableSampler,
  index: LatentIndex,
  start: number,
  signal: AbortSignal,
): LatentStream {
  const random = createRandom(1).fork(`table1/${row}/${start}`);
  const seed = random.integer(2 ** 31);
  const roots = (): { readonly id: string; readonly latent: Float32Array }[] =>
    random.shuffle(index.ids).map((id) => ({ id, latent: index.latentOf(index.rowOf(id) ?? 0) }));
  switch (row) {
    case "lp":
      return samplePerturbation({ roots: roots(), perRoot: Infinity, seed, signal });
    case "slerp":
      return sampleSlerp({ roots: roots(), count: Infinity, seed, signal });
    case "random":
      return sampleRandom({ latents: index.latents, count: Infinity, seed, signal });
    case "random-full":
      return sampleRandom({
        ...{ latents: index.latents, count: Infinity, seed, signal },
        covariance: "full",
      });
  }
}
