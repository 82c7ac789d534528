import type { FtcpLayout } from "@ftcp/featurize";
import {
  createPreset,
  CrystalVae,
  supervisedRegression,
  type RegressionObjective,
  type TrainingEvent,
} from "@ftcp/vae";
import { openMetricsLog, trainInWorker, type WorkerTrainingOptions } from "@ftcp/vae/node";
import { stat } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import { CliError } from "../cliError.ts";
import { describeEngine } from "../engine/describeEngine.ts";
import { startEngine } from "../engine/startEngine.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { readInputFile } from "../files/readInputFile.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { formatDuration } from "../io/formatDuration.ts";
import { modelFiles } from "../model/modelFiles.ts";
import { parseNetworkSizes } from "../options/parseNetworkSizes.ts";
import { buildLatentIndex } from "./buildLatentIndex.ts";
import { chooseLatentSize } from "./chooseLatentSize.ts";
import { chooseSchedule } from "./chooseSchedule.ts";
import { openCrystalData } from "./openCrystalData.ts";
import { openTensorData } from "./openTensorData.ts";
import type { TrainOptions } from "./trainOptions.ts";

/** Properties of the paper's first demonstrations. */
const usualProperties = ["formation_energy_per_atom", "band_gap"];

/**
 * Runs `ftcp train`.
 *
 * @param options - see {@link TrainOptions}
 * @param context - output and abort
 * @returns the exit code
 * @throws {@link CliError} with code `CLI_WRITE_FAILED`, `CLI_NO_CHECKPOINT`, `CLI_NO_CRYSTALS` or
 *   `CLI_USAGE`, and what `trainInWorker` throws
 */
export async function runTrain(options: TrainOptions, context: CommandContext): Promise<number> {
  const start = performance.now();
  const { out, precision, attribution } = options;
  const inside = (name: string): string => join(out, name);
  const sizes = options.network === undefined ? {} : parseNetworkSizes(options.network);
  const properties = options.property ?? usualProperties;
  const sparse = options.sparseProperty ?? [];
  requireDistinct([...properties, ...sparse]);
  const schedule = chooseSchedule(options);
  const preset = options.preset === undefined ? undefined : createPreset(options.preset, {});
  if (preset !== undefined && options.layout !== undefined) {
    throw new CliError("CLI_USAGE", "--layout is that of the preset; leave it out");
  }
  const epochs = options.epochs ?? preset?.options.epochs ?? 40;
  const batchSize = options.batchSize ?? preset?.options.batchSize ?? 128;
  const { weightDecay } = options;
  const optimizer = options.optimizer ?? preset?.options.optimizer.kind ?? "adamw";
  if (weightDecay !== undefined && optimizer !== "adamw") {
    throw new CliError("CLI_USAGE", "--weight-decay needs --optimizer adamw");
  }
  if (options.patience !== undefined && options.validation === 0) {
    throw new CliError("CLI_USAGE", "--patience needs --validation");
  }

  await createDirectory(out);
  const resume = options.resume === true ? await readCheckpointFile(out) : undefined;
  // The training has its own thread and engine; the model that comes out of it is used on this one.
  const { engine } = options;
  await startEngine(engine === "cpu" || engine === "node" ? engine : "wasm");
  const isTensors = /\.(?:npy|arrow)$/u.test(options.data);
  if (preset !== undefined && isTensors) {
    throw new CliError("CLI_USAGE", "--preset needs a dataset: tensors have a layout already");
  }
  if (options.labels !== undefined && !isTensors) {
    throw new CliError("CLI_USAGE", "--labels is for tensors; a dataset has its own");
  }
  // Before the crystals are read, which takes longer.
  const latentSizeOf = (layout: FtcpLayout): number =>
    preset === undefined || preset.name === "ftcp"
      ? chooseLatentSize(layout, sizes, options.latentSize ?? sizes.latentSize)
      : (options.latentSize ?? sizes.latentSize ?? preset.options.network?.latentSize ?? 256);
  const open = isTensors ? openTensorData : openCrystalData;
  const data = await open(options, properties, latentSizeOf, context);
  const { layout, filter, latentSize, training, validation, indexed, problems } = data;
  const validated = validation === undefined ? "" : `, validated on ${data.validationCount}`;
  context.note(
    `training on ${data.records.length} crystals${validated}, ${epochs} epochs, latent space of ` +
      `${latentSize} dimensions`,
  );

  const { learningRate, clipNorm, betaWarmUp, patience, beta, lambda, threads } = options;
  const decay = weightDecay === undefined ? {} : { weightDecay };
  const settings: Omit<WorkerTrainingOptions, "regression"> = {
    ...preset?.options,
    layout,
    ...{ seed: options.seed, epochs, batchSize },
    ...(learningRate === undefined ? {} : { learningRate }),
    ...(schedule === undefined ? {} : { schedule }),
    ...(options.optimizer === undefined && preset !== undefined && weightDecay === undefined
      ? {}
      : { optimizer: optimizer === "adamw" ? { kind: optimizer, ...decay } : { kind: optimizer } }),
    ...(clipNorm === undefined ? {} : { clipNorm }),
    ...(betaWarmUp === undefined ? {} : { betaWarmUp }),
    ...(validation === undefined ? {} : { validation }),
    ...(patience === undefined ? {} : { patience }),
    network: { ...preset?.options.network, ...sizes, latentSize },
    loss: {
      ...preset?.options.loss,
      ...(beta === undefined ? {} : { beta }),
      ...(lambda === undefined ? {} : { lambda }),
    },
    checkpointEvery: options.checkpointEvery,
    checkpointEverySteps: options.checkpointEverySteps,
    ...(resume === undefined ? {} : { resume }),
    signal: context.signal,
    engine,
    ...(threads === undefined ? {} : { threads }),
    worker: context.trainingWorker ?? ownWorker,
  };
  let lastEpoch: Extract<TrainingEvent, { readonly kind: "epoch" }> | undefined;
  const { model, skipped } = await train().catch(async (error: unknown) => {
    await data.close();
    throw error;
  });
  const about = {
    ...model.about,
    data: basename(options.data),
    ...(options.splitSeed === undefined ? {} : { splitSeed: options.splitSeed }),
    ...{ split: options.split, filter, precision, attribution },
  };
  let bytes: Uint8Array;
  try {
    bytes = await model.toBytes({ precision, about });
  } finally {
    model.dispose();
  }
  // The index must belong to the weights as they are saved, which float16 rounds.
  const saved = await CrystalVae.fromBytes(bytes);
  let index;
  try {
    index = await buildLatentIndex(saved, indexed, data.encode, attribution, context);
  } finally {
    saved.dispose();
    await data.close();
  }
  const indexFiles = index.toFiles();
  await writeFiles(
    [
      { path: inside(modelFiles.model), contents: bytes },
      { path: inside(modelFiles.indexJson), contents: indexFiles.json },
      { path: inside(modelFiles.indexBytes), contents: indexFiles.bytes },
    ],
    context,
  );

  const seconds = (performance.now() - start) / 1000;
  if (options.json === true) {
    const summary = {
      out,
      crystals: index.count,
      skipped,
      problems,
      properties: index.propertyNames,
      latentSize,
      epochs,
      engine: model.about["engine"],
      loss: lastEpoch?.loss,
      ...(lastEpoch?.validation === undefined ? {} : { validation: lastEpoch.validation }),
      modelBytes: bytes.length,
      seconds,
    };
    context.print(JSON.stringify(summary));
  } else {
    context.print(
      `${inside(modelFiles.model)}: ${(bytes.length / 1e6).toFixed(1)} MB, trained on ` +
        `${String(model.about["crystals"])} crystals in ${formatDuration(seconds)}`,
    );
  }
  return exitCodes.ok;

  async function planRegression(): Promise<RegressionObjective> {
    if (sparse.length === 0)
      return supervisedRegression(properties, { error: preset?.error ?? "absolute" });
    const { planSemisupervisedRegression } = await import("@ftcp/semisupervised");
    return planSemisupervisedRegression(data.records, { groundState: properties, sparse });
  }

  async function train(): Promise<{ model: CrystalVae; skipped: number }> {
    const regression = await planRegression();
    const progress = context.startProgress("training", 1);
    const log = await openMetricsLog(inside(modelFiles.log));
    let count = 0;
    try {
      for await (const event of trainInWorker(training, { ...settings, regression })) {
        await log.add(event);
        switch (event.kind) {
          case "skipped":
            count += 1;
            context.note(`ftcp: warning: ${event.id} is left out: ${event.error.message}`);
            break;
          case "started":
            for (const line of describeEngine(event)) context.note(line);
            break;
          case "step": {
            const { epoch, step, totalSteps, loss, crystalsPerSecond, secondsLeft } = event;
            const detail =
              `epoch ${epoch + 1}/${epochs}  loss ${loss.total.toFixed(3)}  ` +
              `${crystalsPerSecond.toFixed(0)} crystals/s`;
            progress.update(step / totalSteps, detail, secondsLeft);
            break;
          }
          case "epoch":
            lastEpoch = event;
            if (!context.showsProgress) context.note(describeEpoch(event));
            break;
          case "checkpoint":
            await writeFiles(
              [{ path: inside(modelFiles.checkpoint), contents: event.bytes }],
              context,
            );
            if (context.signal.aborted) {
              progress.stop();
              context.note(
                `${inside(modelFiles.checkpoint)}: saved; the same command with --resume goes on`,
              );
            }
            break;
          case "done":
            return { model: event.model, skipped: count };
        }
      }
    } finally {
      progress.stop();
      await log.close();
    }
    throw new Error("the training ended without a model"); // it always ends with `done`
  }
}

function describeEpoch(event: Extract<TrainingEvent, { readonly kind: "epoch" }>): string {
  const { epoch, epochs, loss, validation, seconds } = event;
  const { total, reconstruction, divergence, regression } = loss;
  const terms = Object.entries({
    ...{ total, reconstruction, divergence, regression },
    ...(validation === undefined ? {} : { validation: validation.total }),
  }).map(([name, value]) => `${name} ${value.toFixed(4)}`);
  const left = formatDuration((epochs - epoch) * seconds);
  return `epoch ${epoch}/${epochs}  ${terms.join("  ")}  ${seconds.toFixed(1)} s, ${left} left`;
}

// In the same form as this file, as its neighbour.
const ownWorker = new URL(`trainingWorker${extname(import.meta.url)}`, import.meta.url);

function requireDistinct(names: readonly string[]): void {
  const repeated = names.find((name, i) => names.indexOf(name) !== i);
  if (repeated === undefined) return;
  throw new CliError("CLI_USAGE", `the property ${repeated} is named twice`);
}

async function readCheckpointFile(out: string): Promise<Uint8Array> {
  const path = join(out, modelFiles.checkpoint);
  if (!(await exists(path))) {
    throw new CliError("CLI_NO_CHECKPOINT", `${path}: there is no checkpoint to resume from`, {
      path,
    });
  }
  return readInputFile(path);
}

async function exists(path: string): Promise<boolean> {
  try {
    await stat(path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}
