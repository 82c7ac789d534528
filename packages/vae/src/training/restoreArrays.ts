import type { NumbersByName } from "../engine/trainingEngine.ts";
import { VaeError } from "../vaeError.ts";

/**
 * Copies a checkpoint's numbers into the arrays of a training.
 *
 * @param arrays - the training's arrays, by name
 * @param saved - the checkpoint's
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when an array is missing or has another length
 */
export function restoreArrays(arrays: NumbersByName, saved: NumbersByName): void {
  for (const [name, values] of arrays) {
    const source = saved.get(name);
    if (source?.length !== values.length) {
      throw new VaeError("VAE_MODEL_DAMAGED", `the checkpoint lacks ${name}`, { name });
    }
    values.set(source);
  }
}
