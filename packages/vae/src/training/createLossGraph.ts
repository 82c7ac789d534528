import type { FtcpLayout } from "@ftcp/featurize";
import * as tf from "@tensorflow/tfjs-core";
import type { LossGraph } from "../engine/trainingEngine.ts";
import { divergenceFromPrior } from "../losses/divergenceFromPrior.ts";
import type { LossWeights } from "../losses/lossWeights.ts";
import type { RegressionObjective } from "../losses/regressionObjective.ts";
import { detach } from "../network/environment/detach.ts";
import type { Dropout, DropoutMasks, Network } from "../network/network.ts";
import { networkWeights } from "../network/networkWeights.ts";

/**
 * What {@link createLossGraph} is made of.
 */
export interface LossParts {
  /** The networks. */
  readonly network: Network;
  /** Shape of the tensor of one crystal. */
  readonly layout: Pick<FtcpLayout, "rows" | "columns">;
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
 * - `masks`: of all layers with dropout, one beside the other, where there are any
 * - `environment`: neighbours of the sites, where the network reads them
 * - `draws`: standard normal numbers, `[draws, latentSize]`, where implausible crystals cost something: the
 *   first half are points of the prior, the second half perturb, by 0.6, the means of the first crystals
 *
 * @param parts - networks, sizes, weights and regression
 * @returns the loss with the scalars `total`, `reconstruction`, `divergence`, `regression` and,
 *   where crystals are drawn, `implausibility`, which is weighted
 */
export function createLossGraph(parts: LossParts): LossGraph {
  const { network, layout, batchSize, latentSize, weights, objective, deviations } = parts;
  const { environmentShape, dropouts = [] } = network;
  const dropped = dropouts.reduce((sum, { width }) => sum + width, 0);
  const draws = countDraws(parts);
  const properties = deviations.length;
  const variables = [...networkWeights(network)];
  return {
    inputs: {
      batch: [batchSize, layout.rows, layout.columns],
      target: [batchSize, properties],
      known: [batchSize, properties],
      mask: [batchSize],
      noise: [batchSize, latentSize],
      beta: [],
      ...(environmentShape === undefined ? {} : { environment: [batchSize, ...environmentShape] }),
      ...(dropped === 0 ? {} : { masks: [batchSize, dropped] }),
      ...(draws === 0 ? {} : { draws: [draws, latentSize] }),
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

        const environment = inputs["environment"] as tf.Tensor4D | undefined;
        const masks = training ? sliceMasks(dropouts, inputs["masks"]) : {};
        const { mean, logVariance } = network.encode(
          { batch, masks, ...(environment === undefined ? {} : { environment }) },
          training,
        );
        const deviation = tf.exp(tf.mul(logVariance, 0.5));
        const latents = tf.add<tf.Tensor2D>(mean, tf.mul(deviation, inputs["noise"] as tf.Tensor));

        const decoded = network.decode(latents, training);
        const reconstruction = average(network.reconstruction(decoded, batch, weights));
        const divergence = average(divergenceFromPrior(mean, logVariance));

        const scale = tf.tensor2d([...deviations], [1, properties]);
        const seen =
          weights.regressionNoise === 0
            ? mean
            : tf.add(mean, tf.mul(tf.sub(latents, mean), weights.regressionNoise));
        const predicted = network.regressor.apply(seen, { training, masks }) as tf.Tensor2D;
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
        const terms = { reconstruction, divergence, regression };
        const sum = tf.addN<tf.Scalar>([
          reconstruction,
          tf.mul(divergence, inputs["beta"] as tf.Scalar),
          tf.mul(regression, weights.lambda),
        ]);
        if (draws === 0) return { total: sum, ...terms };
        const drawn = inputs["draws"] as tf.Tensor2D;
        const implausibility = measureDraws(network, mean, drawn, weights, training);
        return { total: tf.add<tf.Scalar>(sum, implausibility), ...terms, implausibility };
      }),
  };
}

/** Takes the masks of the layers apart. */
function sliceMasks(dropouts: readonly Dropout[], masks: tf.Tensor | undefined): DropoutMasks {
  const sliced: Record<string, tf.Tensor2D> = {};
  let start = 0;
  for (const { name, width } of dropouts) {
    const all = masks as tf.Tensor2D;
    sliced[name] = tf.slice2d(all, [0, start], [all.shape[0], width]);
    start += width;
  }
  return sliced;
}

/**
 * @param parts - what the loss is made of
 * @returns how many latents are drawn in every step to see what they decode to
 */
export function countDraws({ network, batchSize, weights }: LossParts): number {
  const isMeasured = weights.repulsion > 0 || weights.cellShape > 0;
  return isMeasured && network.implausibility !== undefined
    ? 2 * Math.max(1, Math.floor(batchSize / 4))
    : 0;
}

/** What is wrong with crystals from the prior and from the neighbourhood of the batch's crystals. */
function measureDraws(
  network: Network,
  mean: tf.Tensor2D,
  draws: tf.Tensor2D,
  weights: LossWeights,
  training: boolean,
): tf.Scalar {
  const [count, latentSize] = draws.shape;
  const half = count / 2;
  const centres = detach(tf.slice2d(mean, [0, 0], [half, latentSize]));
  const near = tf.add<tf.Tensor2D>(
    centres,
    tf.mul(tf.slice2d(draws, [half, 0], [half, latentSize]), perturbation),
  );
  const latents = tf.concat2d([tf.slice2d(draws, [0, 0], [half, latentSize]), near], 0);
  const measure = network.implausibility as NonNullable<Network["implausibility"]>;
  return measure(network.decode(latents, training), weights);
}

/** How far crystals of the batch are perturbed, in units of the prior. */
const perturbation = 0.6;
