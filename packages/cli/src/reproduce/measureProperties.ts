import { createRandom } from "@ftcp/random";
import type { CrystalVae, Latents, TrainingCrystal } from "@ftcp/vae";

/**
 * Mean absolute errors of the properties that a model predicts.
 *
 * @param model - a fitted model
 * @param crystals - labelled crystals
 * @returns errors by property in physical units, over the crystals that fit the layout and know it: by its name of
 *   the posterior's mean, and as `reference.` and its name of a sample, which the Python reference predicts from
 */
export async function measureProperties(
  model: Pick<CrystalVae, "properties" | "encode" | "predict">,
  crystals: readonly TrainingCrystal[],
): Promise<Readonly<Record<string, number>>> {
  const structures = crystals.map(({ structure }) => structure);
  const { mean, logVariance, indices } = await model.encode(structures);
  const measure = async (latents: Latents, prefix: string): Promise<[string, number][]> => {
    const predicted = await model.predict(latents);
    const width = model.properties.length;
    return model.properties.map((property, column): [string, number] => {
      const errors = indices.flatMap((index, row) => {
        const label = crystals[index]?.properties[property];
        if (label === undefined || Number.isNaN(label)) return [];
        return [Math.abs((predicted[row * width + column] as number) - label)];
      });
      return [prefix + property, errors.reduce((sum, error) => sum + error, 0) / errors.length];
    });
  };
  const random = createRandom(sampleSeed);
  const sample = mean.data.map((value, i) => {
    return value + Math.exp(0.5 * (logVariance.data[i] as number)) * random.normal();
  });
  return Object.fromEntries([
    ...(await measure(mean, "")),
    ...(await measure({ data: sample, shape: mean.shape }, "reference.")),
  ]);
}

/** Decides the sample of every latent vector. */
const sampleSeed = 1;
