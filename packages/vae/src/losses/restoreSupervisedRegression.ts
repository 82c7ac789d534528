import type { RegressionObjective } from "./regressionObjective.ts";
import { supervisedRegression } from "./supervisedRegression.ts";

/**
 * Makes a {@link supervisedRegression} again of its settings, for example in a worker thread.
 *
 * @param settings - `settings` of the objective
 * @returns an equal objective, or `undefined` when the settings are of another kind
 */
export function restoreSupervisedRegression(
  settings: Readonly<Record<string, unknown>>,
): RegressionObjective | undefined {
  if (settings["kind"] !== "supervised") return undefined;
  const { properties, error, logarithmic } = settings as {
    readonly properties: readonly string[];
    readonly error: "absolute" | "squared";
    readonly logarithmic: readonly string[];
  };
  return supervisedRegression(properties, { error, logarithmic });
}
