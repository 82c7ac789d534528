import type { NumbersByName } from "../engine/trainingEngine.ts";
import { normalizationMomentum } from "../network/convolutional/normalizationMomentum.ts";

/**
 * Takes what they started from out of the running means and variances of batch normalisation.
 *
 * @param numbers - weights and running statistics of a training, by name
 * @param steps - how many steps it made
 * @returns the same arrays, and new ones in place of the running statistics; the input is left alone
 *
 * @remarks
 * A running statistic starts at 0 or 1 and keeps `momentum` of itself in every step, so that after `n` steps
 * `momentumⁿ` of it is still what it started from: 1.3 % after 432 steps, which is more than the variance of a
 * layer that reads sparse rows. What remains, divided by `1 - momentumⁿ`, is a weighted mean of what the batches
 * had, as Adam's moments are corrected. After thousands of steps nothing changes.
 *
 * @see Kingma & Ba, Adam, section 3, arXiv:1412.6980
 */
export function settleStatistics(
  numbers: NumbersByName,
  steps: number,
): ReadonlyMap<string, Float32Array> {
  if (steps === 0) return numbers;
  const left = normalizationMomentum ** steps;
  return new Map(
    [...numbers].map(([name, values]) => {
      const kind = name.slice(name.lastIndexOf("/") + 1);
      if (kind !== "moving_mean" && kind !== "moving_variance") return [name, values];
      const start = kind === "moving_variance" ? 1 : 0;
      return [name, values.map((value) => (value - left * start) / (1 - left))];
    }),
  );
}
