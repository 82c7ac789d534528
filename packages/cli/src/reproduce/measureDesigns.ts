import { evaluateGeneration, type CrystalVae, type TrainingCrystal } from "@ftcp/vae";

/**
 * Measures what a model decodes where no crystal was encoded to: draws of the prior, and crystals moved by
 * normal noise; four draws for every crystal.
 *
 * @param model - a fitted model
 * @param crystals - crystals to move
 * @param scale - standard deviation of the noise
 * @param signal - stops between batches
 * @returns shares by name: structurally valid and with charges that can be balanced (`prior.valid`,
 *   `prior.neutral`), structurally valid and of another formula (`perturbed.valid`, `perturbed.changed`)
 */
export async function measureDesigns(
  model: CrystalVae,
  crystals: readonly TrainingCrystal[],
  scale: number,
  signal: AbortSignal,
): Promise<Readonly<Record<string, number>>> {
  const structures = crystals.map(({ structure }) => structure);
  const rounds = 4;
  const { prior, perturbed } = await evaluateGeneration(model, structures, {
    ...{ samples: rounds * crystals.length, rounds, scales: [scale], signal },
  });
  const [moved] = perturbed;
  return {
    ...{ "prior.valid": prior.valid, "prior.neutral": prior.neutral },
    ...{
      "perturbed.valid": moved?.valid ?? NaN,
      "perturbed.changed": moved?.formulaChanged ?? NaN,
    },
  };
}
