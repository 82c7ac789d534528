import { Argument, Option, type Command } from "commander";
import type { CommandContext } from "../io/commandContext.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { trainingEngineNames } from "../engine/trainingEngineName.ts";
import {
  reproductions,
  type ReproduceOptions,
  type Reproduction,
} from "../reproduce/reproduceOptions.ts";
import type { CaseOptions } from "../reproduce/cases/caseOptions.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp reproduce`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addReproduceCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("reproduce")
    .description("train and measure what the paper's tables and figures show, beside its numbers")
    .addArgument(new Argument("<what>", "table, figure or demonstration").choices(reproductions))
    .option(
      "--data <path>",
      "a .jsonl, .csv or .tsv file (also .gz), or a folder of CIFs; for case1, case2 and case3 " +
        "only for the base rates",
    )
    .option("--out <folder>", "folder of runs, tables and figures", "reproduction")
    .addOption(
      new Option("--preset <name>", "recipe of the autoencoder that tables 2 and 3 take apart")
        .choices(["paper", "reference"])
        .default("paper"),
    )
    .option(
      "--rows <names...>",
      "rows of the table: real, momentum, both, both-eq1, both-linear, cgcnn, ftcp; of table1: lp, slerp, random, " +
        "random-full; of semisupervised: semisupervised, alone-draws, alone-steps (default: all, or those of the paper)",
    )
    .option("--seeds <n>", "number of seeds", createIntegerParser(1, 1000), 3)
    .option("--epochs <n>", "epochs (default: those of the recipe)", createIntegerParser(1))
    .option("--limit <n>", "only the first n crystals of a part", createIntegerParser(1))
    .addOption(
      new Option("--labels <name>", "mixed: all labels; mp2018: those of one release")
        .choices(["mixed", "mp2018"])
        .default("mixed"),
    )
    .addOption(
      new Option("--on <part>", "measured on: a tenth of the formulas of train, or the test split")
        .choices(["validation", "test"])
        .default("validation"),
    )
    .option("--no-training", "make no run, print the table of those that the folder holds")
    .option("--max-sites <n>", "largest number of sites", createIntegerParser(1), 20)
    .option("--budget <n>", "most samples of table1 (default: 1000000)", createIntegerParser(1))
    .option("--model <model>", "model of figure-s1 and table1: a folder, or name of a bundled one")
    .option("--judge <file>", "saved CGCNN that judges the designs of case1, case2 and case3")
    .addOption(
      new Option("--engine <name>", "what computes").choices(trainingEngineNames).default("auto"),
    )
    .option("--threads <n>", "threads of the ONNX runtimes", createIntegerParser(1, 1024));
  addCommonOptions(command, "print the table as JSON; shares are fractions of 1")
    .addHelpText(
      "after",
      "\nEvery run leaves a file in the folder; the same command again takes it as it is. A training that " +
        "was\ninterrupted goes on from its last epoch.\n\n" +
        describeExitCodes(["ok", "failed", "interrupted"]),
    )
    .action(async (what: Reproduction, options: Omit<ReproduceOptions, "data"> & CaseOptions) => {
      const { runReproduce } = await import("../reproduce/runReproduce.ts");
      finish(await runReproduce(what, options, context));
    });
}
