import type { TrainingCrystal } from "@ftcp/vae";
import { countKnownLabels } from "./countKnownLabels.ts";

/**
 * Weights `λ2 / λ1 = min(|P| / |Q|, limit)` with which a sparse property counts as much as one that
 * every crystal knows.
 *
 * @param crystals - the training set P
 * @param sparse - names of properties that few crystals have
 * @param options - `limit`: largest weight; 16
 * @returns weight by property, for `sparseWeight` of {@link semisupervisedRegression}
 * @throws {@link SemisupervisedError} with code `SEMISUPERVISED_NO_LABELS` when no crystal knows a
 *   property
 *
 * @remarks
 * In the mean over crystals, Eq. 4 with `λ2 = λ1` leaves a property known for one crystal in seven a
 * seventh of the pull on the shared latent space. The limit keeps a handful of labels from ruling it:
 * at 16, in a batch of 128, one label counts at most as much as an eighth of the batch.
 *
 * @example
 * ```ts
 * balanceSparseWeights(crystals, ["Powerfactor"]); // { Powerfactor: 7.17 } for 2133 of 15294
 * ```
 *
 * @see The paper, Eq. 4
 */
export function balanceSparseWeights(
  crystals: readonly Pick<TrainingCrystal, "properties">[],
  sparse: readonly string[],
  options: { readonly limit?: number } = {},
): Readonly<Record<string, number>> {
  const { limit = 16 } = options;
  const counts = Object.entries(countKnownLabels(crystals, sparse));
  return Object.fromEntries(
    counts.map(([property, count]) => [property, Math.min(crystals.length / count, limit)]),
  );
}
