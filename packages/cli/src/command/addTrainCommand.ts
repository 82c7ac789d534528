import { Option, type Command } from "commander";
import { trainingEngineNames } from "../engine/trainingEngineName.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { createNumberParser } from "../options/createNumberParser.ts";
import { parseElementRange } from "../options/parseElementRange.ts";
import type { TrainOptions } from "../train/trainOptions.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { addSelectionOptions } from "./addSelectionOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp train`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addTrainCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("train")
    .description("train a model on the crystals of a dataset")
    .requiredOption(
      "--data <path>",
      "a .jsonl, .csv or .tsv file (also .gz), a folder of CIFs, or tensors of ftcp featurize (.npy, .arrow)",
    )
    .option("--labels <path>", "with tensors: the dataset that they were made of")
    .requiredOption("--out <folder>", "folder of the model");
  addSelectionOptions(command, "train")
    .addOption(
      new Option(
        "--elements <range>",
        "number of different elements, as 3 or 1-3 (default: 1-3, or what the tensors hold)",
      ).argParser(parseElementRange),
    )
    .addOption(
      new Option(
        "--index-elements <range>",
        "of these, the number of elements of the crystals that the model is for and that its index " +
          "holds; the others are only learned from (default: as --elements)",
      ).argParser(parseElementRange),
    )
    .option(
      "--index-where <condition...>",
      "what the crystals of the index are known to meet, as 'e_above_hull<0.03'; the others are only learned from",
    )
    .option(
      "--max-sites <n>",
      "largest number of sites (default: 20, or what the tensors hold)",
      createIntegerParser(1, 10_000),
    )
    .option(
      "--property <name...>",
      "properties to learn; crystals that lack one are left out " +
        "(default: formation_energy_per_atom band_gap)",
    )
    .option(
      "--sparse-property <name...>",
      "properties that few crystals know, learned semi-supervised",
    )
    .addOption(
      new Option(
        "--preset <name>",
        "recipe that gives layout, network, loss and schedule; other options override it",
      ).choices(["ftcp", "paper", "reference"]),
    )
    .option(
      "--epochs <n>",
      "passes over the crystals (default: 40, or the preset's)",
      createIntegerParser(1),
    )
    .option(
      "--seed <n>",
      "decides everything random",
      createIntegerParser(Number.MIN_SAFE_INTEGER),
      1,
    )
    .option(
      "--batch-size <n>",
      "crystals per step (default: 128, or the preset's)",
      createIntegerParser(1),
    )
    .option(
      "--learning-rate <x>",
      "peak of the learning rate",
      createNumberParser({ positive: true }),
    )
    .addOption(
      new Option(
        "--schedule <name>",
        "how the learning rate goes from its peak (default: cosine)",
      ).choices(["constant", "step", "cosine", "plateau", "reference"]),
    )
    .option(
      "--decay-every <n>",
      "epochs between cuts of the schedule step (default: 20)",
      createIntegerParser(1),
    )
    .option(
      "--decay-factor <x>",
      "factor of a cut of step (0.5), plateau or reference (0.3)",
      createNumberParser({ positive: true, maximum: 1 }),
    )
    .option(
      "--decay-patience <n>",
      "epochs without a lower loss before plateau or reference cut (default: 4)",
      createIntegerParser(1),
    )
    .option(
      "--warm-up-steps <n>",
      "steps over which cosine rises to the peak (default: 200)",
      createIntegerParser(1),
    )
    .addOption(
      new Option("--optimizer <name>", "the optimiser (default: adamw)").choices([
        "adamw",
        "adam",
        "rmsprop",
      ]),
    )
    .option(
      "--weight-decay <x>",
      "decoupled weight decay of adamw (default: 0.01)",
      createNumberParser(),
    )
    .option(
      "--clip-norm <x>",
      "highest global norm of the gradients (default: 20)",
      createNumberParser({ positive: true }),
    )
    .option(
      "--validation <fraction>",
      "share of the formulas that is set aside to watch the training",
      createNumberParser({ maximum: 0.9 }),
      0,
    )
    .option(
      "--patience <n>",
      "stop when the validation loss has not fallen for so many epochs, with the best weights",
      createIntegerParser(1),
    )
    .option("--beta <x>", "weight of the divergence from the prior", createNumberParser())
    .option(
      "--beta-warm-up <fraction>",
      "part of the training over which beta rises from 0 (default: 0.2)",
      createNumberParser({ maximum: 1 }),
    )
    .option("--lambda <x>", "weight of the regression", createNumberParser())
    .option("--latent-size <n>", "dimensions of the latent space", createIntegerParser(1, 65_536))
    .option("--network <json>", "further sizes of the network, as a JSON object")
    .addOption(
      new Option(
        "--layout <name>",
        "ftcp: canonical cell; paper: the crystal as given (default: ftcp, or that of the tensors)",
      ).choices(["ftcp", "paper"]),
    )
    .option(
      "--checkpoint-every <n>",
      "epochs between checkpoints, 0 for none",
      createIntegerParser(0),
      1,
    )
    .option(
      "--checkpoint-every-steps <n>",
      "steps between checkpoints, 0 for none",
      createIntegerParser(0),
      0,
    )
    .option("--resume", "go on from the checkpoint in the folder")
    .addOption(
      new Option(
        "--engine <name>",
        "what computes; auto takes onnxruntime-node, else onnxruntime-web, else wasm; " +
          "node needs @tensorflow/tfjs-node",
      )
        .choices(trainingEngineNames)
        .default("auto"),
    )
    .option("--threads <n>", "threads of the ONNX runtimes", createIntegerParser(1, 1024))
    .addOption(
      new Option("--precision <name>", "precision of the saved weights")
        .choices(["float32", "float16", "int8"])
        .default("float32"),
    )
    .option(
      "--attribution <text>",
      "whose data it is; goes into the model and all its designs",
      "",
    );
  addCommonOptions(command, "print a summary as JSON")
    .addHelpText(
      "after",
      "\nCtrl-C saves a checkpoint; the same command with --resume goes on as if nothing had been.\n" +
        "The folder gets model.safetensors, index.json and index.bin (the training crystals in latent\n" +
        "space), training.jsonl (metrics, a line per step and epoch) and checkpoint.safetensors.\n\n" +
        describeExitCodes(["ok", "failed", "interrupted"]),
    )
    .action(async (options: TrainOptions) => {
      const { runTrain } = await import("../train/runTrain.ts");
      finish(await runTrain(options, context));
    });
}
