import type { TrainingCrystal } from "@ftcp/vae";
import { countKnownLabels } from "./countKnownLabels.ts";

/**
 * Repeats the crystals that know a sparse property, so that every batch holds more of them.
 *
 * @param crystals - the training set P
 * @param sparse - names of properties that few crystals have
 * @param times - how often an epoch draws a labelled crystal; 1 changes nothing
 * @returns the crystals in their order, then the labelled ones again and again
 * @throws `RangeError` unless `times` is a whole number of at least 1;
 *   {@link SemisupervisedError} with code `SEMISUPERVISED_NO_LABELS` when no crystal knows a property
 *
 * @remarks
 * In the mean over steps this is a weight of the labelled crystals in every term of Eq. 4. Unlike a large
 * `sparseWeight` it makes the gradient of the sparse head less noisy: the same pull comes from more
 * labels a batch. {@link balanceSparseWeights} counts the repeated crystals, so the default weights stay
 * balanced.
 *
 * @example
 * ```ts
 * const training = repeatLabelled(crystals, ["Powerfactor"], 4);
 * ```
 *
 * @see The paper, Eq. 4
 */
export function repeatLabelled<Crystal extends Pick<TrainingCrystal, "properties">>(
  crystals: readonly Crystal[],
  sparse: readonly string[],
  times: number,
): readonly Crystal[] {
  if (!Number.isSafeInteger(times) || times < 1) {
    throw new RangeError(`labelled crystals are drawn at least once, not ${times} times`);
  }
  countKnownLabels(crystals, sparse);
  const labelled = crystals.filter(({ properties }) =>
    sparse.some((name) => !Number.isNaN(properties[name] ?? Number.NaN)),
  );
  return [...crystals, ...Array.from({ length: times - 1 }, () => labelled).flat()];
}
