import type { LabelledRecord, RegressionObjective } from "@ftcp/vae";
import { balanceSparseWeights } from "./balanceSparseWeights.ts";
import { countKnownLabels } from "./countKnownLabels.ts";
import { SemisupervisedError } from "./semisupervisedError.ts";
import { semisupervisedRegression } from "./semisupervisedRegression.ts";
import type { SemisupervisedRegressionOptions } from "./semisupervisedRegressionOptions.ts";

/**
 * Checks the labels of a training set and makes the regression that {@link trainSemisupervisedVae} trains
 * with, for who calls `trainVae` or `trainInWorker` directly.
 *
 * @param records - the training set P; a label that is absent or NaN is unknown
 * @param options - property names, `λ2 / λ1` (by default {@link balanceSparseWeights} of the training set), and
 *   whether every crystal must know every ground-state property (by default it must)
 * @returns the objective
 * @throws {@link SemisupervisedError} with code `SEMISUPERVISED_NO_LABELS`,
 *   `SEMISUPERVISED_DUPLICATE_PROPERTY` or `SEMISUPERVISED_MISSING_LABEL`
 *
 * @example
 * ```ts
 * const names = { groundState: ["formation_energy_per_atom"], sparse: ["Powerfactor"] };
 * const regression = planSemisupervisedRegression(crystals, names);
 * const worker = new URL("./trainingWorker.js", import.meta.url);
 * const events = trainInWorker(crystals, { layout, regression, seed: 1, epochs: 20, worker });
 * ```
 */
export function planSemisupervisedRegression(
  records: readonly LabelledRecord[],
  options: SemisupervisedRegressionOptions & { readonly requireGroundState?: boolean },
): RegressionObjective {
  const { groundState, sparse, requireGroundState = true } = options;
  // Names first: a property in both lists is the likelier cause of whatever else is wrong.
  semisupervisedRegression(options);
  countKnownLabels(records, [...groundState, ...sparse]);
  if (requireGroundState) requireEveryLabel(records, groundState);
  const sparseWeight = options.sparseWeight ?? balanceSparseWeights(records, sparse);
  return semisupervisedRegression({ ...options, sparseWeight });
}

function requireEveryLabel(
  records: readonly LabelledRecord[],
  properties: readonly string[],
): void {
  records.forEach(({ id, properties: known }, row) => {
    const property = properties.find((name) => Number.isNaN(known[name] ?? Number.NaN));
    if (property === undefined) return;
    throw new SemisupervisedError(
      "SEMISUPERVISED_MISSING_LABEL",
      `${id} has no ${property}; pass requireGroundState: false to leave such labels out`,
      { id, row, property },
    );
  });
}
