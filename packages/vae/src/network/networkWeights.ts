import type * as tf from "@tensorflow/tfjs-core";
import type { Network } from "./network.ts";

/**
 * Lists the weights of the networks by a stable name, such as `decoder.hidden0/kernel`.
 *
 * @param network - the networks
 * @returns the variables, still owned by the networks, in a fixed order
 */
export function networkWeights(
  network: Pick<Network, "encoder" | "decoder" | "regressor">,
): Map<string, tf.Variable> {
  const weights = new Map<string, tf.Variable>();
  for (const model of [network.encoder, network.decoder, network.regressor]) {
    for (const layer of model.layers) {
      for (const weight of layer.weights) {
        const kind = weight.originalName.split("/").at(-1) as string;
        weights.set(`${layer.name}/${kind}`, weight.read() as tf.Variable);
      }
    }
  }
  return weights;
}
