import type { NamedTensor } from "../safetensors/namedTensor.ts";
import { VaeError } from "../vaeError.ts";

/**
 * Undoes {@link packWeights}, up to the rounding of the stored precision.
 *
 * @param tensors - tensors of a file by name
 * @returns the weights, float32, by name
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when an int8 tensor has no fitting scale
 */
export function unpackWeights(
  tensors: ReadonlyMap<string, NamedTensor>,
): ReadonlyMap<string, NamedTensor> {
  const weights = new Map(tensors);
  for (const [name, tensor] of tensors) {
    if (tensor.stored !== "I8") continue;
    const scale = tensors.get(`${name}.scale`)?.data;
    const columns = tensor.shape.at(-1);
    if (scale === undefined || scale.length !== columns) {
      throw new VaeError("VAE_MODEL_DAMAGED", `the weights ${name} have no scale`, { name });
    }
    const data = tensor.data.map((value, i) => value * (scale[i % columns] as number));
    weights.set(name, { ...tensor, data });
    weights.delete(`${name}.scale`);
  }
  return weights;
}
