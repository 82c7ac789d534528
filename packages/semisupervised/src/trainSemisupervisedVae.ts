import { trainVae, type TrainingCrystal, type TrainingEvent, type TrainingSource } from "@ftcp/vae";
import { planSemisupervisedRegression } from "./planSemisupervisedRegression.ts";
import type { SemisupervisedTrainingOptions } from "./semisupervisedTrainingOptions.ts";

/**
 * Trains an FTCP autoencoder on partly labelled crystals by Eq. 4,
 * `L = Σ_P L_rec + β Σ_P L_KL + λ1 Σ_P L_reg1 + λ2 Σ_Q L_reg2`, on the engine
 * given, else on the current tfjs backend.
 *
 * @param crystals - the training set P, or a source of its tensors; a label that is absent or NaN is
 *   unknown
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
  crystals: readonly TrainingCrystal[] | TrainingSource,
  options: SemisupervisedTrainingOptions,
): AsyncGenerator<TrainingEvent, void> {
  const records = "records" in crystals ? crystals.records : crystals;
  const regression = planSemisupervisedRegression(records, options);
  yield* trainVae(crystals, { ...options, regression });
}
