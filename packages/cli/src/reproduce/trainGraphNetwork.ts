import { evaluateCgcnn, trainCgcnn, type Cgcnn } from "@ftcp/cgcnn";
import type { TrainingCrystal } from "@ftcp/vae";
import { startEngine } from "@ftcp/vae/node";
import type { CommandContext } from "../io/commandContext.ts";
import { describeMachine } from "./describeMachine.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { ReproduceRun } from "./reproduceRun.ts";

/** Epochs of the CGCNN baseline. */
export const graphEpochs = 40;

/**
 * Trains and measures the CGCNN baseline.
 *
 * @param training - crystals to train on
 * @param measured - crystals to measure
 * @param settings - properties, seed and epochs
 * @param options - engine and threads
 * @param context - progress and abort
 * @returns the run
 */
export async function trainGraphNetwork(
  training: readonly TrainingCrystal[],
  measured: readonly TrainingCrystal[],
  settings: {
    readonly properties: readonly string[];
    readonly seed: number;
    readonly epochs: number;
  },
  options: Pick<ReproduceOptions, "engine" | "threads">,
  context: CommandContext,
): Promise<Omit<ReproduceRun, "protocol">> {
  const { threads } = options;
  const engine = await startEngine(options.engine, threads === undefined ? {} : { threads });
  const start = performance.now();
  const progress = context.startProgress("training CGCNN", 1);
  let model: Cgcnn | undefined;
  try {
    for await (const event of trainCgcnn(training, {
      ...settings,
      engine,
      signal: context.signal,
    })) {
      if (event.kind === "epoch") progress.update(event.epoch / event.epochs);
      if (event.kind === "done") model = event.model;
    }
  } finally {
    progress.stop();
  }
  if (model === undefined) throw new Error("the training ended without a model");
  const seconds = (performance.now() - start) / 1000;
  try {
    const metrics = await evaluateCgcnn(model, measured, { engine });
    const crystals = { training: training.length, measured: measured.length };
    return { metrics, crystals, machine: describeMachine(engine.name), seconds };
  } finally {
    model.dispose();
  }
}
