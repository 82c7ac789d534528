import type { FtcpTensor } from "@ftcp/featurize";
import * as tf from "@tensorflow/tfjs-core";
import { divergenceFromPrior } from "../losses/divergenceFromPrior.ts";
import type { LossWeights } from "../losses/lossWeights.ts";
import { reconstructionLoss } from "../losses/reconstructionLoss.ts";
import type { RegressionObjective } from "../losses/regressionObjective.ts";
import { decodeRows } from "../network/decodeRows.ts";
import { encodeInputs } from "../network/encodeInputs.ts";
import type { InvertibleRows } from "../network/invertibleRows.ts";
import type { Network } from "../network/network.ts";
import { splitDecoded } from "../network/splitDecoded.ts";
import { splitTensor } from "../network/splitTensor.ts";

/**
 * What {@link computeLoss} needs of one batch.
 */
export interface LossInputs {
  /** Scaled tensors `[batch, rows, columns]`. */
  readonly scaled: FtcpTensor;
  /** Scaled labels `[batch, properties]`; 0 where unknown. */
  readonly target: Float32Array;
  /** 1 where the label is known, else 0. */
  readonly known: Float32Array;
  /** Standard normal numbers `[batch, latentSize]`. */
  readonly noise: Float32Array;
  /** Standard deviation of every scaled label, by which regression errors are divided. */
  readonly deviations: readonly number[];
}

/**
 * Loss of Eq. 3 (or 4) of one batch, `reconstruction + β · divergence + λ · regression`, with
 * `z = μ + σ ε`.
 *
 * @param network - the networks
 * @param rows - the layout's blocks
 * @param inputs - the batch as plain numbers
 * @param weights - weights of the terms
 * @param objective - the regression
 * @returns the scalars; the caller disposes them. Differentiable with respect to the weights.
 */
export function computeLoss(
  network: Network,
  rows: InvertibleRows,
  inputs: LossInputs,
  weights: LossWeights,
  objective: RegressionObjective,
): { total: tf.Scalar; reconstruction: tf.Scalar; divergence: tf.Scalar; regression: tf.Scalar } {
  const { scaled, target, known, noise, deviations } = inputs;
  return tf.tidy(() => {
    const [count, height, columns] = scaled.shape;
    const batch = tf.tensor3d(scaled.data, [count, height, columns]);
    const { signal, code, summary } = encodeInputs(batch, rows);
    const posterior = network.encoder.apply([signal, code, summary]);
    const [mean, logVariance] = posterior as [tf.Tensor2D, tf.Tensor2D];
    const epsilon = tf.tensor2d(noise, [count, mean.shape[1]]);
    const latents = tf.add<tf.Tensor2D>(mean, tf.mul(tf.exp(tf.mul(logVariance, 0.5)), epsilon));

    const { real, rest } = decodeRows(network, latents, rows);
    let reconstruction = reconstructionLoss(
      splitDecoded(real, rows),
      splitTensor(batch, rows),
      weights,
    );
    if (rest !== undefined) {
      const after = tf.slice3d(
        batch,
        [0, rows.realRows, 0],
        [count, height - rows.realRows, columns],
      );
      const error = tf.div(tf.sum(tf.square(tf.sub(rest, after))), count);
      reconstruction = tf.add(reconstruction, tf.mul(error, weights.rest));
    }
    const divergence = tf.mean<tf.Scalar>(divergenceFromPrior(mean, logVariance));
    const predicted = network.regressor.apply(mean) as tf.Tensor2D;
    const inDeviations = (values: tf.Tensor): tf.Tensor2D => tf.div(values, [deviations]);
    const shape: [number, number] = [count, deviations.length];
    const regression = objective.loss(
      inDeviations(predicted),
      inDeviations(tf.tensor2d(target, shape)),
      tf.tensor2d(known, shape),
    );
    const total = tf.addN<tf.Scalar>([
      reconstruction,
      tf.mul(divergence, weights.beta),
      tf.mul(regression, weights.lambda),
    ]);
    return { total, reconstruction, divergence, regression };
  });
}
