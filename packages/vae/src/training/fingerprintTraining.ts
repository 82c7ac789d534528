import { digestBytes } from "../files/digestBytes.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";

/**
 * SHA-256 of what a training starts from, so that a checkpoint is not continued with other crystals
 * or settings.
 *
 * @param crystals - prepared crystals
 * @param labels - their labels
 * @param settings - plain JSON of everything that shapes the training
 * @returns hexadecimal digits
 */
export async function fingerprintTraining(
  crystals: readonly TrainingCrystal[],
  labels: Float64Array,
  settings: unknown,
): Promise<string> {
  const text = JSON.stringify([
    settings,
    crystals.map(({ id, structure }) => [
      id,
      structure.lattice.matrix,
      structure.sites.map((site) => [site.species[0]?.element, site.fractional]),
    ]),
    Array.from(labels, String),
  ]);
  return digestBytes(new TextEncoder().encode(text));
}
