import type { NamedTensor } from "../safetensors/namedTensor.ts";
import type { Network } from "./network.ts";
import { networkWeights } from "./networkWeights.ts";

/**
 * Copies the weights out of the networks.
 *
 * @param network - the networks
 * @returns the weights in a fixed order
 */
export async function readWeights(
  network: Pick<Network, "encoder" | "decoder" | "regressor">,
): Promise<NamedTensor[]> {
  const tensors: NamedTensor[] = [];
  for (const [name, variable] of networkWeights(network)) {
    const data = Float32Array.from(await variable.data<"float32">());
    tensors.push({ name, shape: variable.shape, data });
  }
  return tensors;
}
