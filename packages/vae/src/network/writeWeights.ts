import * as tf from "@tensorflow/tfjs-core";
import type { NamedTensor } from "../safetensors/namedTensor.ts";
import { VaeError } from "../vaeError.ts";
import type { Network } from "./network.ts";
import { networkWeights } from "./networkWeights.ts";

/**
 * Copies weights into the networks.
 *
 * @param network - receives the weights
 * @param tensors - by name; tensors of other names are left alone
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when one is missing, has another shape or is
 *   not finite
 */
export function writeWeights(
  network: Pick<Network, "encoder" | "decoder" | "regressor">,
  tensors: ReadonlyMap<string, NamedTensor>,
): void {
  for (const [name, variable] of networkWeights(network)) {
    const tensor = tensors.get(name);
    if (
      tensor?.shape.join() !== variable.shape.join() ||
      !tensor.data.every((value) => Number.isFinite(value))
    ) {
      throw new VaeError("VAE_MODEL_DAMAGED", `the weights ${name} are missing or wrong`, {
        name,
        expected: variable.shape,
        received: tensor?.shape ?? null,
      });
    }
    tf.tidy(() => {
      variable.assign(tf.tensor(tensor.data, variable.shape));
    });
  }
}
