import { compositionOf, reducedFormula } from "@ftcp/crystal";
import { LatentIndex } from "@ftcp/sampling";
import type { CrystalVae, TrainingCrystal } from "@ftcp/vae";
import type { CommandContext } from "../io/commandContext.ts";
import { nextTask } from "../io/nextTask.ts";

const chunkSize = 256;

/**
 * Encodes the training crystals, so that designs can start from them.
 *
 * @param model - the model as it is saved
 * @param crystals - the training crystals; those that do not fit the layout are left out
 * @param attribution - whose data it is, and under which licence
 * @param context - progress and abort
 * @returns the index, with the properties that the model predicts
 */
export async function buildLatentIndex(
  model: CrystalVae,
  crystals: readonly TrainingCrystal[],
  attribution: string,
  context: CommandContext,
): Promise<LatentIndex> {
  const progress = context.startProgress("encoding", crystals.length);
  const kept: TrainingCrystal[] = [];
  const latents: Float32Array[] = [];
  try {
    for (let start = 0; start < crystals.length; start += chunkSize) {
      context.signal.throwIfAborted();
      const chunk = crystals.slice(start, start + chunkSize);
      const { mean, indices } = await model.encode(chunk.map(({ structure }) => structure));
      for (const index of indices) kept.push(chunk[index] as TrainingCrystal);
      latents.push(mean.data);
      progress.update(start + chunk.length);
      await nextTask();
    }
  } finally {
    progress.stop();
  }
  const data = new Float32Array(kept.length * model.latentSize);
  let at = 0;
  for (const part of latents) {
    data.set(part, at);
    at += part.length;
  }
  return new LatentIndex({
    ids: kept.map(({ id }) => id),
    formulas: kept.map(({ structure }) => reducedFormula(compositionOf(structure))),
    propertyNames: model.properties,
    properties: Float32Array.from(
      kept.flatMap(({ properties }) =>
        model.properties.map((name) => properties[name] ?? Number.NaN),
      ),
    ),
    latents: { data, shape: [kept.length, model.latentSize] },
    attribution,
  });
}
