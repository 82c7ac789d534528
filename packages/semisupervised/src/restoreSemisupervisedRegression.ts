import type { RegressionObjective } from "@ftcp/vae";
import { semisupervisedRegression } from "./semisupervisedRegression.ts";

/**
 * Makes a {@link semisupervisedRegression} again of its settings, for the worker thread of
 * `trainInWorker` of `@ftcp/vae/node`, which a function cannot reach.
 *
 * @param settings - `settings` of the objective
 * @returns an equal objective, or `undefined` when the settings are of another kind
 *
 * @example
 * ```ts
 * // trainingWorker.ts
 * import { restoreSemisupervisedRegression } from "@ftcp/semisupervised";
 * import { serveTraining } from "@ftcp/vae/node";
 *
 * await serveTraining([restoreSemisupervisedRegression]);
 * ```
 */
export function restoreSemisupervisedRegression(
  settings: Readonly<Record<string, unknown>>,
): RegressionObjective | undefined {
  if (settings["kind"] !== "semisupervised") return undefined;
  const { groundState, sparse, weights, error, normalize, logarithmic } = settings as {
    readonly groundState: readonly string[];
    readonly sparse: readonly string[];
    readonly weights: readonly number[];
    readonly error: "absolute" | "squared";
    readonly normalize: "batch" | "known";
    readonly logarithmic: readonly string[];
  };
  const ofSparse = weights.slice(groundState.length);
  const sparseWeight = Object.fromEntries(sparse.map((name, i) => [name, ofSparse[i] as number]));
  const options = { groundState, sparse, sparseWeight, error, normalize, logarithmic };
  return semisupervisedRegression(options);
}
