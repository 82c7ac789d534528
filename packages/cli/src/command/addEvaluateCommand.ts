import type { Command } from "commander";
import type { EvaluateOptions } from "../evaluate/runEvaluate.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { defaultModel } from "../model/defaultModel.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { parseElementRange } from "../options/parseElementRange.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { addSelectionOptions } from "./addSelectionOptions.ts";
import { createEngineOption } from "./createEngineOption.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp evaluate`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addEvaluateCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("evaluate")
    .description("measure how well a model reconstructs crystals and predicts properties")
    .option("--model <model>", "folder of a model, or name of a bundled one", defaultModel)
    .requiredOption("--data <path>", "a .jsonl, .csv or .tsv file (also .gz), or a folder of CIFs");
  addSelectionOptions(command, "test")
    .option(
      "--elements <range>",
      "number of different elements (default: as in the training)",
      parseElementRange,
    )
    .option(
      "--max-sites <n>",
      "largest number of sites (default: as in the training)",
      createIntegerParser(1),
    )
    .option("--matches", "also count the crystals that StructureMatcher recognises (0.3, 0.5, 10°)")
    .addOption(createEngineOption());
  addCommonOptions(command, "print the metrics as JSON; shares and MAPEs are fractions of 1")
    .addHelpText("after", `\n${describeExitCodes(["ok", "failed", "interrupted"])}`)
    .action(async (options: EvaluateOptions) => {
      const { runEvaluate } = await import("../evaluate/runEvaluate.ts");
      finish(await runEvaluate(options, context));
    });
}
