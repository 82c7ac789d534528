import type { LatentIndex, Rediscovery } from "@ftcp/sampling";
import type { CrystalVae } from "@ftcp/vae";
import type { CommandContext } from "../io/commandContext.ts";
import { nextTask } from "../io/nextTask.ts";
import { startTableSampler, type TableSampler } from "./startTableSampler.ts";

/** Samples that are decoded at once. */
const batchSize = 256;

/**
 * Samples, decodes, and looks for wanted crystals.
 *
 * @param rediscovery - receives every sample that decodes to a crystal
 * @param search - model, known crystals, sampler, and which samples
 * @param context - progress and abort
 */
export async function rediscover(
  rediscovery: Rediscovery,
  search: {
    readonly model: CrystalVae;
    readonly index: LatentIndex;
    readonly row: TableSampler;
    readonly start: number;
    readonly samples: number;
  },
  context: CommandContext,
): Promise<void> {
  const { model, index, row, start, samples } = search;
  const stream = startTableSampler(row, index, start, context.signal);
  const progress = context.startProgress(row, samples);
  try {
    for (let done = 0; done < samples; done += batchSize) {
      const count = Math.min(batchSize, samples - done);
      const data = new Float32Array(count * model.latentSize);
      for (let i = 0; i < count; i++) {
        const next = stream.next();
        if (next.done !== true) data.set(next.value.latent, i * model.latentSize);
      }
      const decoded = await model.decode({ data, shape: [count, model.latentSize] });
      for (const [i, result] of decoded.entries()) {
        if (result.ok) rediscovery.add(start + done + i, result.value);
      }
      progress.update(done + count);
      await nextTask();
    }
  } finally {
    progress.stop();
  }
}
