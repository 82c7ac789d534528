import { designCrystals, type Design, type DesignFunnel } from "@ftcp/sampling";
import type { DesignCheckpoint, DesignOptions } from "@ftcp/sampling";
import type { CommandContext } from "../io/commandContext.ts";

/** What a search found. */
export interface FoundDesigns {
  /** The designs, in the order in which they were found. */
  readonly designs: readonly Design[];
  /** How many candidates came how far. */
  readonly funnel: DesignFunnel;
}

/** How a search keeps what it has. */
export interface Checkpointing {
  /** Seconds from one to the next; 0: after every batch. The last one is kept however the search ends. */
  readonly every: number;
  /** Keeps a checkpoint. */
  readonly save: (checkpoint: DesignCheckpoint) => Promise<void>;
}

/**
 * Searches for designs, with progress and checkpoints.
 *
 * @param options - what to search; with a checkpoint to go on from, if there is one
 * @param checkpointing - how checkpoints are kept
 * @param context - progress and abort
 * @returns what was found; after an abort, what was found until then
 * @throws what `designCrystals` throws; the signal's reason after an abort before the first batch
 */
export async function findDesigns(
  options: DesignOptions,
  checkpointing: Checkpointing,
  context: CommandContext,
): Promise<FoundDesigns> {
  const { count, resume } = options;
  const { signal } = context;
  const designs: Design[] = [...(resume?.designs ?? [])];
  let checkpoint = resume;
  let saved = performance.now();
  const progress = context.startProgress("designing", count);
  try {
    for await (const event of designCrystals({ ...options, signal })) {
      if (event.kind === "design") designs.push(event.design);
      if (event.kind !== "progress") continue;
      const { funnel, samplesLeft, outcomes } = event.progress;
      const { accepted, sampled } = funnel;
      progress.update(accepted, `${accepted}/${count} designs of ${sampled} candidates`);
      checkpoint = {
        ...{ samplesLeft, funnel, designs: [...designs] },
        ...(outcomes === undefined ? {} : { outcomes }),
      };
      if (performance.now() - saved < 1000 * checkpointing.every) continue;
      await checkpointing.save(checkpoint);
      saved = performance.now();
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    if (checkpoint === undefined) throw error; // before the first batch: there is nothing to keep
  } finally {
    progress.stop();
  }
  if (checkpoint === undefined) throw new Error("the design run ended without a batch");
  await checkpointing.save(checkpoint);
  return { designs: checkpoint.designs, funnel: checkpoint.funnel };
}
