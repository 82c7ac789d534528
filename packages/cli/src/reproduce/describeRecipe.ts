import type { TrainingPreset } from "@ftcp/vae";

/**
 * What a recipe adds to the protocol of a run.
 *
 * @param recipe - see {@link settleRecipe}
 * @returns plain data: layout with its blocks and convention of F, options of the training, error of the regression
 */
export function describeRecipe(recipe: TrainingPreset): Readonly<Record<string, unknown>> {
  const { layout, options, error } = recipe;
  const blocks = layout.blocks.map(({ name }) => name);
  return { layout: { name: layout.name, blocks, convention: layout.convention }, options, error };
}
