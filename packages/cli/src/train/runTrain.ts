import { createLayout } from "@ftcp/featurize";
import {
  CrystalVae,
  supervisedRegression,
  trainVae,
  type TrainingEvent,
  type TrainingOptions,
} from "@ftcp/vae";
import { stat } from "node:fs/promises";
import { basename, join } from "node:path";
import { CliError } from "../cliError.ts";
import { loadCrystals } from "../data/loadCrystals.ts";
import { startEngine } from "../engine/startEngine.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import { readInputFile } from "../files/readInputFile.ts";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { formatDuration } from "../io/formatDuration.ts";
import { modelFiles } from "../model/modelFiles.ts";
import type { TrainingFilter } from "../model/trainingFilter.ts";
import { parseNetworkSizes } from "../options/parseNetworkSizes.ts";
import { buildLatentIndex } from "./buildLatentIndex.ts";
import { chooseLatentSize } from "./chooseLatentSize.ts";
import type { TrainingLogEntry } from "./trainingLogEntry.ts";
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
 *   `CLI_USAGE`, and what `trainVae` throws
 */
export async function runTrain(options: TrainOptions, context: CommandContext): Promise<number> {
  const start = performance.now();
  const { out, elements, maxSites, precision, attribution } = options;
  const inside = (name: string): string => join(out, name);
  // The network writes the rows of layout ftcp; paper means here: the crystal as given, in those rows.
  const layout = createLayout({
    ...(options.layout === "paper" ? { cell: "given", siteOrder: "given" } : {}),
    maxElements: elements.max,
    maxSites,
  });
  const sizes = options.network === undefined ? {} : parseNetworkSizes(options.network);
  const latentSize = chooseLatentSize(layout, sizes, options.latentSize ?? sizes.latentSize);
  const properties = options.property ?? usualProperties;
  const sparse = options.sparseProperty ?? [];
  requireDistinct([...properties, ...sparse]);

  await createDirectory(out);
  const resume = options.resume === true ? await readCheckpointFile(out) : undefined;
  const log = resume === undefined ? [] : await readLog(inside(modelFiles.log));
  await startEngine(options.engine);
  const { crystals, problems } = await loadCrystals(
    {
      path: options.data,
      split: options.split,
      splitColumn: options.splitColumn,
      splitSeed: options.splitSeed,
      elements,
      maxSites,
      requires: properties,
      limit: options.limit,
    },
    context,
  );
  context.note(
    `training on ${crystals.length} crystals, ${options.epochs} epochs, latent space of ` +
      `${latentSize} dimensions`,
  );

  const training: Omit<TrainingOptions, "regression"> = {
    layout,
    seed: options.seed,
    epochs: options.epochs,
    batchSize: options.batchSize,
    ...(options.learningRate === undefined ? {} : { learningRate: options.learningRate }),
    network: { ...sizes, latentSize },
    loss: {
      ...(options.beta === undefined ? {} : { beta: options.beta }),
      ...(options.lambda === undefined ? {} : { lambda: options.lambda }),
    },
    checkpointEvery: options.checkpointEvery,
    ...(resume === undefined ? {} : { resume }),
    signal: context.signal,
  };
  const { model, skipped } = await train();
  const filter: TrainingFilter = { elements, maxSites };
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
    index = await buildLatentIndex(saved, crystals, attribution, context);
  } finally {
    saved.dispose();
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
      epochs: options.epochs,
      loss: log.at(-1)?.loss,
      modelBytes: bytes.length,
      seconds,
    };
    context.print(JSON.stringify(summary));
  } else {
    context.print(
      `${inside(modelFiles.model)}: ${(bytes.length / 1e6).toFixed(1)} MB, trained on ` +
        `${index.count} crystals in ${formatDuration(seconds)}`,
    );
  }
  return exitCodes.ok;

  async function startTraining(): Promise<AsyncGenerator<TrainingEvent, void>> {
    if (sparse.length === 0) {
      return trainVae(crystals, { ...training, regression: supervisedRegression(properties) });
    }
    const { trainSemisupervisedVae } = await import("@ftcp/semisupervised");
    return trainSemisupervisedVae(crystals, { ...training, groundState: properties, sparse });
  }

  async function train(): Promise<{ model: CrystalVae; skipped: number }> {
    const progress = context.startProgress("training", 1);
    let count = 0;
    try {
      await writeLog();
      for await (const event of await startTraining()) {
        switch (event.kind) {
          case "skipped":
            count += 1;
            context.note(`ftcp: warning: ${event.id} is left out: ${event.error.message}`);
            break;
          case "step": {
            const { epoch, step, totalSteps, loss, secondsLeft } = event;
            const detail = `epoch ${epoch + 1}/${options.epochs}  loss ${loss.total.toFixed(3)}`;
            progress.update(step / totalSteps, detail, secondsLeft);
            break;
          }
          case "epoch": {
            const { epoch, epochs, loss, seconds: duration } = event;
            // After a crash the log may be ahead of the checkpoint: these epochs are trained again.
            while ((log.at(-1)?.epoch ?? 0) >= epoch) log.pop();
            log.push({ epoch, epochs, loss, seconds: duration });
            await writeLog();
            if (!context.showsProgress) context.note(describeEpoch(log.at(-1)));
            break;
          }
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
    }
    throw new Error("the training ended without a model"); // trainVae always ends with `done`
  }

  async function writeLog(): Promise<void> {
    const text = log.map((entry) => `${JSON.stringify(entry)}\n`).join("");
    await writeFiles([{ path: inside(modelFiles.log), contents: text }], context);
  }

  function describeEpoch(entry: TrainingLogEntry | undefined): string {
    if (entry === undefined) return "";
    const { epoch, epochs, loss } = entry;
    const { total, reconstruction, divergence, regression } = loss;
    const terms = Object.entries({ total, reconstruction, divergence, regression }).map(
      ([name, value]) => `${name} ${value.toFixed(4)}`,
    );
    const left = formatDuration((epochs - epoch) * entry.seconds);
    const time = `${entry.seconds.toFixed(1)} s`;
    return `epoch ${epoch}/${epochs}  ${terms.join("  ")}  ${time}, ${left} left`;
  }
}

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

/** The log of the interrupted training. */
async function readLog(path: string): Promise<TrainingLogEntry[]> {
  if (!(await exists(path))) return [];
  const lines = new TextDecoder().decode(await readInputFile(path)).split("\n");
  try {
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as TrainingLogEntry);
  } catch (cause) {
    throw new CliError("CLI_READ_FAILED", `${path}: no metrics log`, { cause, path });
  }
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
