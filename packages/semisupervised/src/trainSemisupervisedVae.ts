import { trainVae, type TrainingCrystal, type TrainingEvent } from "@ftcp/vae";
import { balanceSparseWeights } from "./balanceSparseWeights.ts";
import { countKnownLabels } from "./countKnownLabels.ts";
import { SemisupervisedError } from "./semisupervisedError.ts";
import { semisupervisedRegression } from "./semisupervisedRegression.ts";
import type { SemisupervisedTrainingOptions } from "./semisupervisedTrainingOptions.ts";

/**
 * Trains an FTCP autoencoder on partly labelled crystals by Eq. 4,
 * `L = Σ_P L_rec + β Σ_P L_KL + λ1 Σ_P L_reg1 + λ2 Σ_Q L_reg2`, on the current tfjs backend.
 *
 * @param crystals - the training set P; a label that is absent or NaN is unknown
 * @param options - those of `trainVae`, the property names and `λ2 / λ1`
 * @returns the events of `trainVae`, the last of which carries the model; the caller disposes it
 * @throws {@link SemisupervisedError} with code `SEMISUPERVISED_NO_LABELS`,
 *   `SEMISUPERVISED_DUPLICATE_PROPERTY` or `SEMISUPERVISED_MISSING_LABEL`, from the first step of the
 *   iteration; and what `trainVae` throws
 *
 * @remarks
 * Every crystal teaches the autoencoder and the ground-state properties; a sparse property learns
 * from its labelled crystals alone, and reaches the others through the shared latent space. One seed
 * decides everything, as in `trainVae`.
 *
 * @example
 * ```ts
 * const options = {
 *   layout: createLayout({ maxElements: 4, maxSites: 40 }),
 *   groundState: ["formation_energy_per_atom", "band_gap"],
 *   sparse: ["Powerfactor"],
 *   seed: 1,
 *   epochs: 20,
 * };
 * for await (const event of trainSemisupervisedVae(crystals, options)) {
 *   if (event.kind === "done") model = event.model;
 * }
 * ```
 *
 * @see The paper, section 5.1 and Eq. 4
 */
export async function* trainSemisupervisedVae(
  crystals: readonly TrainingCrystal[],
  options: SemisupervisedTrainingOptions,
): AsyncGenerator<TrainingEvent, void> {
  const { groundState, sparse, requireGroundState = true } = options;
  // Names first: a property in both lists is the likelier cause of whatever else is wrong.
  semisupervisedRegression(options);
  countKnownLabels(crystals, [...groundState, ...sparse]);
  if (requireGroundState) requireEveryLabel(crystals, groundState);
  const sparseWeight = options.sparseWeight ?? balanceSparseWeights(crystals, sparse);
  const regression = semisupervisedRegression({ ...options, sparseWeight });
  yield* trainVae(crystals, { ...options, regression });
}

function requireEveryLabel(
  crystals: readonly TrainingCrystal[],
  properties: readonly string[],
): void {
  crystals.forEach(({ id, properties: known }, row) => {
    const property = properties.find((name) => Number.isNaN(known[name] ?? Number.NaN));
    if (property === undefined) return;
    throw new SemisupervisedError(
      "SEMISUPERVISED_MISSING_LABEL",
      `${id} has no ${property}; pass requireGroundState: false to leave such labels out`,
      { id, row, property },
    );
  });
}
