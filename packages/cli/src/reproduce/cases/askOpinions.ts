import type { Structure } from "@ftcp/crystal";
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
  if (structures.length === 0) return opinions;
  for (const { model, index } of models) {
    const columns = properties.map((name) => model.properties.indexOf(name));
    if (columns.includes(-1)) continue;
    const { mean, indices } = await model.encode(structures);
    const values = await model.predict(mean);
    const [width, size] = [model.properties.length, model.latentSize];
    indices.forEach((at, row) => {
      const latent = mean.data.subarray(row * size, (row + 1) * size);
      const predicted = columns.map((column) => values[row * width + column] ?? Number.NaN);
      opinions[at]?.push(
        Object.fromEntries(properties.map((name, i) => [name, predicted[i] ?? Number.NaN])),
        averageNearest(index, latent, properties, neighbours),
      );
    });
  }
  return opinions;
}
