import * as tf from "@tensorflow/tfjs-core";
import type { LossGraph } from "../engine/trainingEngine.ts";
import { divergenceFromPrior } from "../losses/divergenceFromPrior.ts";
import type { LossWeights } from "../losses/lossWeights.ts";
import { reconstructionLoss } from "../losses/reconstructionLoss.ts";
import type { RegressionObjective } from "../losses/regressionObjective.ts";
import { decodeRows } from "../network/decodeRows.ts";
import { encodeInputs } from "../network/encodeInputs.ts";
import type { InvertibleRows } from "../network/invertibleRows.ts";
import type { Network } from "../network/network.ts";
import { networkWeights } from "../network/networkWeights.ts";
import { splitDecoded } from "../network/splitDecoded.ts";
import { splitTensor } from "../network/splitTensor.ts";

/**
 * What {@link createLossGraph} is made of.
 */
export interface LossParts {
  /** The networks. */
  readonly network: Network;
  /** The layout's blocks. */
  readonly rows: InvertibleRows;
  /** Rows of every batch; the last is filled up to it. */
  readonly batchSize: number;
  /** Dimension of the latent space. */
  readonly latentSize: number;
  /** Weights of the terms. */
  readonly weights: LossWeights;
  /** The regression. */
  readonly objective: RegressionObjective;
  /** Standard deviation of every scaled label, by which regression errors are divided. */
  readonly deviations: readonly number[];
}

/**
 * Loss of Eq. 3 (or 4) of one batch, `reconstruction + β · divergence + λ · regression`, with
 * `z = μ + σ ε`, as a function of tensors alone, for any engine. Its inputs:
 *
 * - `batch`: scaled tensors `[batch, rows, columns]`
 * - `target` and `known`: scaled labels `[batch, properties]`, 0 where unknown, and 1 where known
 * - `mask`: `[batch]`, 0 for rows that only fill up the last batch
 * - `noise`: ε, `[batch, latentSize]`; zeros for the loss of the posterior mean
 * - `beta`: β of this step
 *
 * @param parts - networks, sizes, weights and regression
 * @returns the loss with the scalars `total`, `reconstruction`, `divergence` and `regression`
 */
export function createLossGraph(parts: LossParts): LossGraph {
  const { network, rows, batchSize, latentSize, weights, objective, deviations } = parts;
  const properties = deviations.length;
  const variables = [...networkWeights(network)];
  return {
    inputs: {
      batch: [batchSize, rows.rows, rows.columns],
      target: [batchSize, properties],
      known: [batchSize, properties],
      mask: [batchSize],
      noise: [batchSize, latentSize],
      beta: [],
    },
    weights: new Map(variables.filter(([, { trainable }]) => trainable)),
    states: new Map(variables.filter(([, { trainable }]) => !trainable)),
    loss: (inputs, training) =>
      tf.tidy(() => {
        const batch = inputs["batch"] as tf.Tensor3D;
        const mask = inputs["mask"] as tf.Tensor1D;
        const count = tf.sum<tf.Scalar>(mask);
        const average = (ofCrystals: tf.Tensor1D): tf.Scalar =>
          tf.div(tf.sum(tf.mul(ofCrystals, mask)), count);

        const { signal, code, summary } = encodeInputs(batch, rows);
        const posterior = network.encoder.apply([signal, code, summary], { training });
        const [mean, logVariance] = posterior as [tf.Tensor2D, tf.Tensor2D];
        const deviation = tf.exp(tf.mul(logVariance, 0.5));
        const latents = tf.add<tf.Tensor2D>(mean, tf.mul(deviation, inputs["noise"] as tf.Tensor));

        const { real, rest } = decodeRows(network, latents, rows, training);
        const target = splitTensor(batch, rows);
        let ofCrystals = reconstructionLoss(splitDecoded(real, rows), target, weights);
        if (rest !== undefined) {
          const size: [number, number, number] = [
            batchSize,
            rows.rows - rows.realRows,
            rows.columns,
          ];
          const after = tf.slice3d(batch, [0, rows.realRows, 0], size);
          const error = tf.sum(tf.sum(tf.square(tf.sub(rest, after)), 2), 1);
          ofCrystals = tf.add(ofCrystals, tf.mul(error, weights.rest));
        }
        const reconstruction = average(ofCrystals);
        const divergence = average(divergenceFromPrior(mean, logVariance));

        const scale = tf.tensor2d([...deviations], [1, properties]);
        const predicted = network.regressor.apply(mean, { training }) as tf.Tensor2D;
        const known = tf.mul<tf.Tensor2D>(
          inputs["known"] as tf.Tensor,
          tf.reshape(mask, [batchSize, 1]),
        );
        const regression = objective.loss(
          tf.div(predicted, scale),
          tf.div(inputs["target"] as tf.Tensor, scale),
          known,
          count,
        );
        const total = tf.addN<tf.Scalar>([
          reconstruction,
          tf.mul(divergence, inputs["beta"] as tf.Scalar),
          tf.mul(regression, weights.lambda),
        ]);
        return { total, reconstruction, divergence, regression };
      }),
  };
}
