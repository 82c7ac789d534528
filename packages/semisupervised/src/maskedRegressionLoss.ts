import * as tf from "@tensorflow/tfjs-core";

/**
 * Regression error over known labels only,
 * `Σ_k w_k Σ_i m_ik e(p_ik - t_ik) / N_k` with `m` = 1 where a label is known and 0 elsewhere.
 *
 * @param predicted - p, `[batch, properties]`
 * @param target - t, the same shape; any number, NaN too, where unknown
 * @param known - m, the same shape
 * @param options - `weights`: w, one per property; `error`: e, the absolute value or the square;
 *   `normalize`: N is the size of the `batch`, or the number of `known` labels of the property in it;
 *   `count`: size of the batch where some of its rows only fill it up
 * @returns a scalar; the caller disposes it. Differentiable with respect to `predicted`.
 *
 * @remarks
 * Unknown labels are selected away before the subtraction, not multiplied by zero after it: `0 · NaN`
 * is NaN. Loss and gradient of an unknown label are exactly zero whatever stands there or is predicted
 * there. A batch that knows no label at all has loss 0. The gradient needs those of tfjs-core registered,
 * which importing `@tensorflow/tfjs-layers` does.
 *
 * @example
 * ```ts
 * const known = tf.tensor2d([[1], [0]]);
 * const options = { weights: [1], error: "absolute", normalize: "batch" } as const;
 * maskedRegressionLoss(tf.tensor2d([[3], [NaN]]), tf.tensor2d([[1], [NaN]]), known, options); // 1
 * ```
 *
 * @see The paper, Eq. 4
 */
export function maskedRegressionLoss(
  predicted: tf.Tensor2D,
  target: tf.Tensor2D,
  known: tf.Tensor2D,
  options: {
    readonly weights: readonly number[];
    readonly error: "absolute" | "squared";
    readonly normalize: "batch" | "known";
    readonly count?: tf.Scalar;
  },
): tf.Scalar {
  const { weights, error, normalize } = options;
  return tf.tidy(() => {
    const isKnown = tf.greater(known, 0);
    const nothing = tf.zeros(predicted.shape);
    const difference = tf.sub(
      tf.where(isKnown, predicted, nothing),
      tf.where(isKnown, target, nothing),
    );
    const cost = error === "squared" ? tf.square(difference) : tf.abs(difference);
    const count = options.count ?? predicted.shape[0];
    // At least 1: a property that nobody in the batch knows has the sum 0, and 0 / 0 is NaN.
    const divisors =
      normalize === "known" ? tf.maximum(tf.sum(tf.cast(isKnown, "float32"), 0), 1) : count;
    return tf.sum<tf.Scalar>(tf.mul(tf.div(tf.sum(cost, 0), divisors), [...weights]));
  });
}
