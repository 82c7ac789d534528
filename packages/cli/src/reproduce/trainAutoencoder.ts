import {
  supervisedRegression,
  type CrystalVae,
  type LossWeights,
  type RegressionObjective,
  type TrainingCrystal,
  type TrainingPreset,
} from "@ftcp/vae";
import { trainInWorker } from "@ftcp/vae/node";
import { extname } from "node:path";
import type { CommandContext } from "../io/commandContext.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";

/** What a training gave. */
export interface TrainedAutoencoder {
  /** The model; the caller disposes it. */
  readonly model: CrystalVae;
  /** What computed. */
  readonly engine: string;
  /** Time of the training in seconds. */
  readonly seconds: number;
}

/**
 * Trains an autoencoder by a recipe.
 *
 * @param crystals - the training set
 * @param preset - the recipe
 * @param settings - seed, epochs, properties or a regression of one's own, and weights of the loss that
 *   differ
 * @param options - engine and threads
 * @param context - progress and abort
 * @returns the model
 */
export async function trainAutoencoder(
  crystals: readonly TrainingCrystal[],
  preset: TrainingPreset,
  settings: {
    readonly seed: number;
    readonly epochs: number;
    readonly regression: readonly string[] | RegressionObjective;
    readonly loss?: Partial<LossWeights>;
  },
  options: Pick<ReproduceOptions, "engine" | "threads">,
  context: CommandContext,
): Promise<TrainedAutoencoder> {
  const { seed, epochs, regression } = settings;
  const { engine, threads } = options;
  const start = performance.now();
  const progress = context.startProgress("training", 1);
  let name: string = engine;
  try {
    const events = trainInWorker(crystals, {
      ...{ ...preset.options, layout: preset.layout, seed, epochs, engine },
      loss: { ...preset.options.loss, ...settings.loss },
      regression:
        "loss" in regression
          ? regression
          : supervisedRegression(regression, { error: preset.error }),
      ...(threads === undefined ? {} : { threads }),
      worker: context.trainingWorker ?? ownWorker,
      signal: context.signal,
    });
    for await (const event of events) {
      if (event.kind === "started") name = event.engine;
      if (event.kind === "step") {
        const { step, totalSteps, loss, secondsLeft } = event;
        progress.update(step / totalSteps, `loss ${loss.total.toFixed(3)}`, secondsLeft);
      }
      if (event.kind === "done") {
        const seconds = (performance.now() - start) / 1000;
        return { model: event.model, engine: name, seconds };
      }
    }
  } finally {
    progress.stop();
  }
  throw new Error("the training ended without a model"); // it always ends with `done`
}

const ownWorker = new URL(`../train/trainingWorker${extname(import.meta.url)}`, import.meta.url);
