import type { Structure } from "@ftcp/crystal";
import type { CrystalVae } from "@ftcp/vae";
import { nameColumns } from "./nameColumns.ts";

/** What a model makes of a crystal. */
export interface CrystalPrediction {
  /** Where the crystal lies in its latent space. */
  readonly latent: Float32Array;
  /** What it predicts there, by property name, each in its unit. */
  readonly predicted: Readonly<Record<string, number>>;
}

/**
 * Encodes crystals, and predicts their properties from the latents.
 *
 * @param model - the model
 * @param structures - the crystals
 * @returns for each crystal what the model makes of it; undefined where it does not fit the model
 */
export async function predictCrystals(
  model: CrystalVae,
  structures: readonly Structure[],
): Promise<readonly (CrystalPrediction | undefined)[]> {
  const predictions = structures.map((): CrystalPrediction | undefined => undefined);
  if (structures.length === 0) return predictions;
  const { mean, indices } = await model.encode(structures);
  const rows = nameColumns(model.properties, await model.predict(mean));
  const size = model.latentSize;
  indices.forEach((at, row) => {
    const latent = mean.data.subarray(row * size, (row + 1) * size);
    predictions[at] = { latent, predicted: rows[row] ?? {} };
  });
  return predictions;
}
