import type { CrystalVae, TrainingCrystal } from "@ftcp/vae";

/**
 * Mean absolute errors of the properties that a model predicts.
 *
 * @param model - a fitted model
 * @param crystals - labelled crystals
 * @returns errors by property in physical units, over the crystals that fit the layout and know it
 */
export async function measureProperties(
  model: CrystalVae,
  crystals: readonly TrainingCrystal[],
): Promise<Readonly<Record<string, number>>> {
  const { mean, indices } = await model.encode(crystals.map(({ structure }) => structure));
  const predicted = await model.predict(mean);
  const width = model.properties.length;
  return Object.fromEntries(
    model.properties.map((property, column): [string, number] => {
      const errors = indices.flatMap((index, row) => {
        const label = crystals[index]?.properties[property];
        if (label === undefined || Number.isNaN(label)) return [];
        return [Math.abs((predicted[row * width + column] as number) - label)];
      });
      return [property, errors.reduce((sum, error) => sum + error, 0) / errors.length];
    }),
  );
}
