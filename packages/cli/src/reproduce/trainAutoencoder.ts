import {
  supervisedRegression,
  type CrystalVae,
  type RegressionObjective,
  type TrainingCrystal,
  type TrainingPreset,
} from "@ftcp/vae";
import { trainInWorker } from "@ftcp/vae/node";
import { extname } from "node:path";
import type { CommandContext } from "../io/commandContext.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { TrainingCheckpoint } from "./trainingCheckpoint.ts";

/** What a training gave. */
export interface TrainedAutoencoder {
  /** The model; the caller disposes it. */
  readonly model: CrystalVae;
  /** What computed. */
  readonly engine: string;
}

/**
 * Trains an autoencoder by a recipe.
 *
 * @param crystals - the training set
 * @param preset - the recipe
 * @param settings - seed, and properties or a regression of one's own
 * @param checkpoint - where the training goes on from, and where it is kept after every epoch
 * @param options - engine and threads
 * @param context - progress and abort
 * @returns the model
 */
export async function trainAutoencoder(
  crystals: readonly TrainingCrystal[],
  preset: TrainingPreset,
  settings: {
    readonly seed: number;
    readonly regression: readonly string[] | RegressionObjective;
  },
  checkpoint: TrainingCheckpoint,
  options: Pick<ReproduceOptions, "engine" | "threads">,
  context: CommandContext,
): Promise<TrainedAutoencoder> {
  const { seed, regression } = settings;
  const { epochs } = preset.options;
  const { engine, threads } = options;
  return checkpoint.goOn(async (resume) => {
    const progress = context.startProgress("training", 1);
    let name: string = engine;
    try {
      const events = trainInWorker(crystals, {
        ...{ ...preset.options, layout: preset.layout, seed, engine },
        regression:
          "loss" in regression
            ? regression
            : supervisedRegression(regression, { error: preset.error }),
        ...(threads === undefined ? {} : { threads }),
        worker: context.trainingWorker ?? ownWorker,
        ...{ ...resume, checkpointEvery: 1, signal: context.signal },
      });
      for await (const event of events) {
        if (event.kind === "started") name = event.engine;
        if (event.kind === "step") {
          const { step, totalSteps, loss, secondsLeft } = event;
          progress.update(step / totalSteps, `loss ${loss.total.toFixed(3)}`, secondsLeft);
        }
        if (event.kind === "epoch" && !context.showsProgress) {
          const { epoch, loss, seconds } = event;
          const values = `loss ${loss.total.toFixed(3)}, regression ${loss.regression.toFixed(4)}`;
          context.note(`epoch ${epoch} of ${epochs}: ${values}, ${seconds.toFixed(1)} s`);
        }
        if (event.kind === "checkpoint") await checkpoint.save(event.bytes);
        if (event.kind === "done") return { model: event.model, engine: name };
      }
    } finally {
      progress.stop();
    }
    throw new Error("the training ended without a model"); // it always ends with `done`
  });
}

const ownWorker = new URL(`../train/trainingWorker${extname(import.meta.url)}`, import.meta.url);
