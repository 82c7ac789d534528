import { Option, type Command } from "commander";
import type { CommandContext } from "../io/commandContext.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { createNumberParser } from "../options/createNumberParser.ts";
import { parseElementRange } from "../options/parseElementRange.ts";
import type { TrainOptions } from "../train/trainOptions.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { addSelectionOptions } from "./addSelectionOptions.ts";
import { createEngineOption } from "./createEngineOption.ts";
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
    .requiredOption("--data <path>", "a .jsonl, .csv or .tsv file (also .gz), or a folder of CIFs")
    .requiredOption("--out <folder>", "folder of the model");
  addSelectionOptions(command, "train")
    .addOption(
      new Option("--elements <range>", "number of different elements, as 3 or 1-3")
        .argParser(parseElementRange)
        .default({ min: 1, max: 3 }, "1-3"),
    )
    .option("--max-sites <n>", "largest number of sites", createIntegerParser(1, 10_000), 20)
    .option(
      "--property <name...>",
      "properties to learn; crystals that lack one are left out " +
        "(default: formation_energy_per_atom band_gap)",
    )
    .option(
      "--sparse-property <name...>",
      "properties that few crystals know, learned semi-supervised",
    )
    .option("--epochs <n>", "passes over the crystals", createIntegerParser(1), 40)
    .option(
      "--seed <n>",
      "decides everything random",
      createIntegerParser(Number.MIN_SAFE_INTEGER),
      1,
    )
    .option("--batch-size <n>", "crystals per step", createIntegerParser(1), 128)
    .option(
      "--learning-rate <x>",
      "peak of the learning rate",
      createNumberParser({ positive: true }),
    )
    .option("--beta <x>", "weight of the divergence from the prior", createNumberParser())
    .option("--lambda <x>", "weight of the regression", createNumberParser())
    .option("--latent-size <n>", "dimensions of the latent space", createIntegerParser(1, 65_536))
    .option("--network <json>", "further sizes of the network, as a JSON object")
    .addOption(
      new Option("--layout <name>", "ftcp: canonical cell; paper: the crystal as given")
        .choices(["ftcp", "paper"])
        .default("ftcp"),
    )
    .option(
      "--checkpoint-every <n>",
      "epochs between checkpoints, 0 for none",
      createIntegerParser(0),
      1,
    )
    .option("--resume", "go on from the checkpoint in the folder")
    .addOption(createEngineOption())
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
        "space), training.jsonl (metrics, a line per epoch) and checkpoint.safetensors.\n\n" +
        describeExitCodes(["ok", "failed", "interrupted"]),
    )
    .action(async (options: TrainOptions) => {
      const { runTrain } = await import("../train/runTrain.ts");
      finish(await runTrain(options, context));
    });
}
