import type { Latents } from "../designModel.ts";
import { SamplingError } from "../samplingError.ts";
import type { LatentRepairModel } from "./latentRepairModel.ts";

/** How {@link repairLatents} works. */
export interface RepairLatentsOptions {
  /**
   * How many gradient steps are made.
   *
   * @defaultValue 5
   */
  readonly steps?: number;
  /**
   * The longest step, in units of the latent space.
   *
   * @defaultValue 0.6
   */
  readonly rate?: number;
  /** Ends the repair by throwing its reason. */
  readonly signal?: AbortSignal;
}

/** What {@link repairLatents} did. */
export interface RepairedLatents {
  /** The latents after all steps: float32 `[count, size]`. */
  readonly latents: Latents;
  /** How far each of them is from where it was, Euclidean; 0 where nothing had to be done. */
  readonly moved: Float64Array;
}

/**
 * Moves latents to where the decoded atoms do not overlap: `z ← z - rate · g min(1, 1/|g|)` with the gradient g
 * of the overlap, a few times.
 *
 * @param latents - float32 `[count, size]`; they stay as they are
 * @param model - differentiates the overlap
 * @param options - number and length of the steps
 * @returns the moved latents, and how far they moved
 * @throws {@link SamplingError} with code `SAMPLING_MODEL_MISMATCH` when the model has latents of another size or
 *   answers with another number of gradients
 * @throws RangeError when a number is out of range
 *
 * @remarks
 * Uses the decoder alone: neither the targets nor any crystal. The crystal that comes out may have another
 * composition and other properties, so predict again. A latent whose gradient is not finite stays.
 *
 * @example
 * ```ts
 * const overlaps = await createOverlapDifferentiator(model); // of @ftcp/vae
 * const { latents: repaired, moved } = await repairLatents(latents, overlaps);
 * ```
 */
export async function repairLatents(
  latents: Latents,
  model: LatentRepairModel,
  options: RepairLatentsOptions = {},
): Promise<RepairedLatents> {
  const { steps = 5, rate = 0.6, signal } = options;
  if (!Number.isSafeInteger(steps) || steps < 1) {
    throw new RangeError(`steps must be a positive integer, received ${steps}`);
  }
  if (!(rate > 0 && rate < Infinity)) {
    throw new RangeError(`rate must be positive and finite, received ${rate}`);
  }
  const [count, size] = latents.shape;
  if (size !== model.latentSize || latents.data.length !== count * size) {
    throw new SamplingError(
      "SAMPLING_MODEL_MISMATCH",
      `latents of ${size} dimensions, but the model has ${model.latentSize}`,
    );
  }
  const data = latents.data.slice();
  for (let step = 0; step < steps && count > 0; step++) {
    signal?.throwIfAborted();
    const gradients = await model.differentiateOverlap({ data, shape: [count, size] });
    if (gradients.length !== data.length) {
      throw new SamplingError(
        "SAMPLING_MODEL_MISMATCH",
        `${gradients.length} gradients where ${data.length} were asked for`,
      );
    }
    let isDone = true;
    for (let row = 0; row < count; row++) {
      const start = row * size;
      const norm = Math.hypot(...gradients.subarray(start, start + size));
      if (!(norm > 0 && norm < Infinity)) continue;
      isDone = false;
      const factor = rate * Math.min(1, 1 / norm);
      for (let at = start; at < start + size; at++) {
        data[at] = (data[at] as number) - factor * (gradients[at] as number);
      }
    }
    if (isDone) break;
  }
  const moved = Float64Array.from({ length: count }, (_, row) => {
    let sum = 0;
    for (let at = row * size; at < (row + 1) * size; at++) {
      sum += ((data[at] as number) - (latents.data[at] as number)) ** 2;
    }
    return Math.sqrt(sum);
  });
  return { latents: { data, shape: [count, size] }, moved };
}
