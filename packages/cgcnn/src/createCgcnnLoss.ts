import * as tf from "@tensorflow/tfjs-core";
import type { LossGraph } from "@ftcp/vae";
import type { CgcnnConfig } from "./cgcnnConfig.ts";
import type { CgcnnVariables } from "./createCgcnnVariables.ts";
import type { BatchSize } from "./graphBatch.ts";
import { runCgcnn } from "./runCgcnn.ts";

/**
 * Mean squared error of the scaled properties of a batch, as a function of tensors alone, for any
 * engine. Its inputs are those of a {@link GraphBatch}, `target`, scaled labels
 * `[crystals, properties]`, 0 where unknown, and `known`, 1 where known.
 *
 * @param variables - weights and moving averages
 * @param config - sizes of the network
 * @param size - places for atoms and crystals
 * @param outputs - number of properties
 * @returns the loss; beside `total` it gives for the k-th property `absolute` k, the sum of the absolute
 *   errors, and `known` k, the number of labels
 */
export function createCgcnnLoss(
  variables: CgcnnVariables,
  config: CgcnnConfig,
  size: BatchSize,
  outputs: number,
): LossGraph {
  const pairs = size.atoms * config.neighbors;
  return {
    inputs: {
      numbers: [size.atoms],
      neighbors: [pairs],
      distances: [pairs],
      crystalOf: [size.atoms],
      target: [size.crystals, outputs],
      known: [size.crystals, outputs],
    },
    weights: variables.weights,
    states: variables.states,
    loss: (inputs, training) =>
      tf.tidy(() => {
        const whole = (name: string): tf.Tensor1D =>
          tf.cast<tf.Tensor1D>(inputs[name] as tf.Tensor1D, "int32");
        const graphs = {
          ...{ numbers: whole("numbers"), neighbors: whole("neighbors") },
          distances: inputs["distances"] as tf.Tensor1D,
          crystalOf: whole("crystalOf"),
          crystals: size.crystals,
        };
        const predicted = runCgcnn(graphs, variables, config, training);
        const known = inputs["known"] as tf.Tensor2D;
        const difference = tf.mul<tf.Tensor2D>(
          tf.sub(predicted, inputs["target"] as tf.Tensor2D),
          known,
        );
        const ofProperties = (values: tf.Tensor2D): tf.Scalar[] =>
          tf.split(tf.sum<tf.Tensor1D>(values, 0), outputs).map((sum) => tf.reshape(sum, []));
        const counts = ofProperties(known);
        const means = ofProperties(tf.square(difference)).map((sum, k) =>
          tf.div<tf.Scalar>(sum, tf.maximum(counts[k] as tf.Scalar, 1)),
        );
        const scalars: Record<string, tf.Scalar> = {};
        ofProperties(tf.abs(difference)).forEach((sum, k) => {
          scalars[`absolute${k}`] = sum;
          scalars[`known${k}`] = counts[k] as tf.Scalar;
        });
        return { ...scalars, total: tf.addN(means) };
      }),
  };
}
