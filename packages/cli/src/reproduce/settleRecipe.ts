import { createLossWeights, type LossWeights, type TrainingPreset } from "@ftcp/vae";

/**
 * A recipe with everything in it that a training uses.
 *
 * @param recipe - the recipe
 * @param changes - `epochs` and weights of the `loss` that differ
 * @returns the recipe with these epochs and every weight of the loss, defaults too
 */
export function settleRecipe(
  recipe: TrainingPreset,
  changes: { readonly epochs?: number | undefined; readonly loss?: Partial<LossWeights> },
): TrainingPreset {
  const { options } = recipe;
  const { epochs = options.epochs, loss } = changes;
  return {
    ...recipe,
    options: { ...options, epochs, loss: createLossWeights({ ...options.loss, ...loss }) },
  };
}
