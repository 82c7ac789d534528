import { evaluateCgcnn, trainCgcnn, type Cgcnn, type CgcnnTrainingOptions } from "@ftcp/cgcnn";
import type { TrainingCrystal } from "@ftcp/vae";
import { startEngine } from "@ftcp/vae/node";
import { dirname } from "node:path";
import { createDirectory } from "../files/createDirectory.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeMachine } from "./describeMachine.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { ReproduceRun } from "./reproduceRun.ts";
import type { TrainingCheckpoint } from "./trainingCheckpoint.ts";

/** Epochs of the CGCNN baseline; see docs/reproduction.md. */
export const graphEpochs = 20;

/**
 * Trains and measures the CGCNN baseline, and keeps it.
 *
 * @param training - crystals to train on
 * @param measured - crystals to measure
 * @param settings - properties, seed and epochs
 * @param path - file of the network, in the format of `Cgcnn.toBytes`
 * @param checkpoint - where the training goes on from, and where it is kept after every epoch
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
  path: string,
  checkpoint: TrainingCheckpoint,
  options: Pick<ReproduceOptions, "engine" | "threads">,
  context: CommandContext,
): Promise<Omit<ReproduceRun, "protocol">> {
  const { threads } = options;
  const engine = await startEngine(options.engine, threads === undefined ? {} : { threads });
  const model = await checkpoint.goOn((resume) =>
    train(training, { ...settings, ...resume, engine, checkpointEvery: 1 }, checkpoint, context),
  );
  const { time } = checkpoint;
  try {
    const metrics = await evaluateCgcnn(model, measured, { engine });
    await createDirectory(dirname(path));
    await writeFiles([{ path, contents: await model.toBytes({ ...settings, metrics }) }], context);
    const crystals = { training: training.length, measured: measured.length };
    return { metrics, crystals, machine: describeMachine(engine.name), ...time };
  } finally {
    model.dispose();
  }
}

async function train(
  crystals: readonly TrainingCrystal[],
  options: CgcnnTrainingOptions,
  checkpoint: TrainingCheckpoint,
  context: CommandContext,
): Promise<Cgcnn> {
  const progress = context.startProgress("training CGCNN", 1);
  try {
    for await (const event of trainCgcnn(crystals, { ...options, signal: context.signal })) {
      if (event.kind === "epoch") {
        const { epoch, epochs, loss, seconds } = event;
        progress.update(epoch / epochs);
        if (!context.showsProgress) {
          const values = `loss ${loss.toFixed(4)}, ${seconds.toFixed(1)} s`;
          context.note(`epoch ${epoch} of ${epochs}: ${values}`);
        }
      }
      if (event.kind === "checkpoint") await checkpoint.save(event.bytes);
      if (event.kind === "done") return event.model;
    }
  } finally {
    progress.stop();
  }
  throw new Error("the training ended without a model"); // it always ends with `done`
}
