import type { Structure } from "@ftcp/crystal";
import { predictCrystals } from "../../design/predictCrystals.ts";
import type { OpenModel } from "../../design/runSearch.ts";
import { averageNearest } from "./averageNearest.ts";

/** What one of our own models says of a crystal: property values by name, each in its unit. */
export type Opinion = Readonly<Record<string, number>>;

/**
 * Asks several of our own models for the properties of crystals, each in two ways: by its regression from the latent, and
 * by the known values of the crystals nearest to it in latent space.
 *
 * @param structures - the crystals
 * @param models - the models; one that does not know all the properties is not asked
 * @param properties - what is asked
 * @param neighbours - how many known crystals are averaged
 * @returns for each crystal two opinions of every model that it fits, in the order of the models
 */
export async function askOpinions(
  structures: readonly Structure[],
  models: readonly OpenModel[],
  properties: readonly string[],
  neighbours: number,
): Promise<readonly (readonly Opinion[])[]> {
  const opinions: Opinion[][] = structures.map(() => []);
  for (const { model, index } of models) {
    if (!properties.every((name) => model.properties.includes(name))) continue;
    const predictions = await predictCrystals(model, structures);
    for (const [at, prediction] of predictions.entries()) {
      if (prediction === undefined) continue;
      const { latent, predicted } = prediction;
      opinions[at]?.push(
        Object.fromEntries(properties.map((name) => [name, predicted[name] ?? Number.NaN])),
        averageNearest(index, latent, properties, neighbours),
      );
    }
  }
  return opinions;
}
