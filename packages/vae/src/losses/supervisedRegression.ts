import * as tf from "@tensorflow/tfjs-core";
import type { RegressionObjective } from "./regressionObjective.ts";

/**
 * Regression on properties that every crystal knows (Eq. 3).
 *
 * @param properties - their names
 * @param options - `error`: `absolute` (default, the metric of the paper's Table 2) or `squared` (its
 *   L2 loss); `logarithmic`: positive properties that spread over decades
 * @returns the objective for {@link trainVae}
 *
 * @example
 * ```ts
 * supervisedRegression(["formation_energy_per_atom", "band_gap"], { error: "squared" });
 * ```
 */
export function supervisedRegression(
  properties: readonly string[],
  options: {
    readonly error?: "absolute" | "squared";
    readonly logarithmic?: readonly string[];
  } = {},
): RegressionObjective {
  const { error = "absolute", logarithmic = [] } = options;
  return {
    properties,
    logarithmic,
    settings: { kind: "supervised", properties, error, logarithmic },
    requiresLabels: true,
    loss: (predicted, target, known, count) =>
      tf.tidy(() => {
        const difference = tf.sub(predicted, target);
        const cost = error === "squared" ? tf.square(difference) : tf.abs(difference);
        return tf.div<tf.Scalar>(tf.sum(tf.mul(cost, known)), count);
      }),
  };
}
