import { LatentIndex } from "@ftcp/sampling";
import type { CrystalVae } from "@ftcp/vae";
import type { CommandContext } from "../io/commandContext.ts";
import { nextTask } from "../io/nextTask.ts";

const chunkSize = 256;

/** A crystal of the latent index. */
export interface IndexedCrystal {
  /** Its id. */
  readonly id: string;
  /** Its reduced formula. */
  readonly formula: string;
  /** What is known of it. */
  readonly properties: Readonly<Record<string, number>>;
}

/**
 * Encodes the crystals from `start` to before `end`: a latent each, and the positions, from `start` on, of those
 * that fit the layout.
 */
export type EncodeRange = (
  model: CrystalVae,
  start: number,
  end: number,
) => Promise<{ readonly latents: Float32Array; readonly indices: readonly number[] }>;

/**
 * Encodes the training crystals, so that designs can start from them.
 *
 * @param model - the model as it is saved
 * @param crystals - the training crystals
 * @param encode - encodes some of them; those that do not fit the layout are left out
 * @param attribution - whose data it is, and under which licence
 * @param context - progress and abort
 * @returns the index, with the properties that the model predicts
 */
export async function buildLatentIndex(
  model: CrystalVae,
  crystals: readonly IndexedCrystal[],
  encode: EncodeRange,
  attribution: string,
  context: CommandContext,
): Promise<LatentIndex> {
  const progress = context.startProgress("encoding", crystals.length);
  const kept: IndexedCrystal[] = [];
  const latents: Float32Array[] = [];
  try {
    for (let start = 0; start < crystals.length; start += chunkSize) {
      context.signal.throwIfAborted();
      const end = Math.min(start + chunkSize, crystals.length);
      const encoded = await encode(model, start, end);
      for (const index of encoded.indices) kept.push(crystals[start + index] as IndexedCrystal);
      latents.push(encoded.latents);
      progress.update(end);
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
    formulas: kept.map(({ formula }) => formula),
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
