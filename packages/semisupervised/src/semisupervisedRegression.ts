import type { RegressionObjective } from "@ftcp/vae";
import { maskedRegressionLoss } from "./maskedRegressionLoss.ts";
import { SemisupervisedError } from "./semisupervisedError.ts";
import type { SemisupervisedRegressionOptions } from "./semisupervisedRegressionOptions.ts";

/**
 * Regression of Eq. 4, `Σ_{n∈P} L_reg1 + (λ2 / λ1) Σ_{m∈Q} L_reg2`, as an objective for `trainVae`:
 * ground-state properties P that every crystal has and sparse properties Q that few have.
 *
 * @param options - property names, weight of the sparse ones, error
 * @returns the objective; its properties are the ground-state ones, then the sparse ones
 * @throws {@link SemisupervisedError} with code `SEMISUPERVISED_DUPLICATE_PROPERTY`; `RangeError` for
 *   no property at all, a negative or infinite weight, or a `sparseWeight` or `logarithmic` name that
 *   is in no list
 *
 * @remarks
 * An unknown label adds exactly zero to the loss and to the gradient, whatever the network predicts
 * there; a batch with one known label or none works. Ground-state labels are masked in the same way.
 *
 * Eq. 4 sums over labelled crystals. `normalize: "batch"` divides that sum by the size of the batch
 * as all other terms are divided, so the mean over batches is Eq. 4 itself and every label counts
 * alike, in whichever batch it falls. Dividing by the number of known labels instead (`"known"`) lifts
 * a rare property to the level of the others, but gives a label that is alone in its batch as much
 * weight as a whole batch of labels: where labels are rare the noise of single crystals rules that
 * head, and batches without a label make the mean wrong. To lift a rare property without that noise,
 * keep `"batch"` and set `sparseWeight` to what {@link balanceSparseWeights} counts.
 *
 * @example
 * ```ts
 * const regression = semisupervisedRegression({
 *   groundState: ["formation_energy_per_atom", "band_gap"],
 *   sparse: ["Powerfactor"],
 *   sparseWeight: 7,
 * });
 * const events = trainVae(crystals, { layout: createLayout(), regression, seed: 1, epochs: 20 });
 * ```
 *
 * @see The paper, section 5.1 and Eq. 4
 */
export function semisupervisedRegression(
  options: SemisupervisedRegressionOptions,
): RegressionObjective & {
  /** What was chosen, as plain JSON. */
  readonly settings: Readonly<Record<string, unknown>>;
} {
  const { groundState, sparse, sparseWeight = 1 } = options;
  const { error = "absolute", logarithmic = [], normalize = "batch" } = options;
  const properties = [...groundState, ...sparse];
  if (properties.length === 0) throw new RangeError("no property to learn");
  properties.forEach((property, column) => {
    if (properties.indexOf(property) === column) return;
    throw new SemisupervisedError(
      "SEMISUPERVISED_DUPLICATE_PROPERTY",
      `${property} is named twice`,
      {
        property,
        inGroundState: groundState.includes(property),
        inSparse: sparse.includes(property),
      },
    );
  });
  requireNames("logarithmic", logarithmic, properties);
  const byName = typeof sparseWeight === "number" ? {} : sparseWeight;
  requireNames("sparseWeight", Object.keys(byName), sparse);

  const overall = typeof sparseWeight === "number" ? sparseWeight : 1;
  const sparseWeights = sparse.map((property) => byName[property] ?? overall);
  for (const weight of sparseWeights) {
    if (weight >= 0 && Number.isFinite(weight)) continue;
    throw new RangeError(`sparseWeight is ${weight}, not a finite number of at least 0`);
  }
  const weights = [...groundState.map(() => 1), ...sparseWeights];
  return {
    properties,
    logarithmic,
    requiresLabels: false,
    settings: {
      ...{ kind: "semisupervised", groundState, sparse, weights, error, normalize, logarithmic },
    },
    loss: (predicted, target, known, count) =>
      maskedRegressionLoss(predicted, target, known, { weights, error, normalize, count }),
  };
}

function requireNames(option: string, names: readonly string[], known: readonly string[]): void {
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new RangeError(`${option} names ${unknown}, which is none of ${known.join(", ")}`);
}
