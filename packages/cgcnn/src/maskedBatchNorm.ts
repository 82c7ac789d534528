import * as tf from "@tensorflow/tfjs-core";

/** The variables of one batch normalisation. */
export interface BatchNormVariables {
  /** γ. */
  readonly gamma: tf.Variable;
  /** β. */
  readonly beta: tf.Variable;
  /** Moving average of the mean; a state. */
  readonly movingMean: tf.Variable;
  /** Moving average of the variance; a state. */
  readonly movingVariance: tf.Variable;
}

/**
 * Batch normalisation of rows, some of which only fill a batch up and count for nothing.
 *
 * @param rows - `[n, width]`
 * @param mask - 1 for rows that count, else 0, `[1, n]`
 * @param count - number of rows that count, a scalar
 * @param variables - γ, β and moving averages
 * @param training - whether the batch's own mean and variance are used, and the averages moved
 * @returns `γ (x - mean) / sqrt(variance + 1e-5) + β`; the caller disposes it
 *
 * @remarks
 * As PyTorch's BatchNorm1d: momentum 0.1, the population's variance to normalise, the sample's variance
 * in the moving average.
 */
export function maskedBatchNorm(
  rows: tf.Tensor2D,
  mask: tf.Tensor2D,
  count: tf.Scalar,
  variables: BatchNormVariables,
  training: boolean,
): tf.Tensor2D {
  const { gamma, beta, movingMean, movingVariance } = variables;
  if (!training) {
    const scale = tf.mul(gamma, tf.rsqrt(tf.add(movingVariance, epsilon)));
    return tf.add(tf.mul(tf.sub(rows, movingMean), scale), beta);
  }
  // Sums over rows as products with the mask: one pass each.
  const mean = tf.div<tf.Tensor2D>(tf.matMul(mask, rows), count);
  const centred = tf.sub<tf.Tensor2D>(rows, mean);
  const variance = tf.div<tf.Tensor2D>(tf.matMul(mask, tf.square(centred)), count);
  const width = rows.shape[1];
  const move = (average: tf.Variable, value: tf.Tensor): void => {
    const moved = tf.add(
      tf.mul(average, 1 - momentum),
      tf.mul(tf.reshape(value, [width]), momentum),
    );
    average.assign(moved);
  };
  move(movingMean, mean);
  move(movingVariance, tf.mul(variance, tf.div(count, tf.sub(count, 1))));
  const scale = tf.mul(gamma, tf.rsqrt(tf.add(variance, epsilon)));
  return tf.add(tf.mul(centred, scale), beta);
}

const epsilon = 1e-5;
const momentum = 0.1;
