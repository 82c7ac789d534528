import { Command } from "commander";
import type { CommandContext } from "../io/commandContext.ts";
import type { CommandIo } from "../io/commandIo.ts";
import { readVersion } from "../readVersion.ts";
import { addCifCommand } from "./addCifCommand.ts";
import { addDataCommand } from "./addDataCommand.ts";
import { addDedupeCommand } from "./addDedupeCommand.ts";
import { addDesignCommand } from "./addDesignCommand.ts";
import { addEvaluateCommand } from "./addEvaluateCommand.ts";
import { addExportCommand } from "./addExportCommand.ts";
import { addFeaturizeCommand } from "./addFeaturizeCommand.ts";
import { addFetchCommand } from "./addFetchCommand.ts";
import { addMergeCommand } from "./addMergeCommand.ts";
import { addReproduceCommand } from "./addReproduceCommand.ts";
import { addScreenCommand } from "./addScreenCommand.ts";
import { addTrainCommand } from "./addTrainCommand.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Describes all commands to commander.
 *
 * @param context - handed to the commands
 * @param io - takes help and usage errors
 * @param finish - told the exit code of the command that ran
 * @returns the program; commands are loaded when they run
 */
export function createProgram(
  context: CommandContext,
  io: Pick<CommandIo, "stdout" | "stderr">,
  finish: (exitCode: number) => void,
): Command {
  const program = new Command("ftcp")
    .description("Designs crystals: from CIFs to tensors, to a latent space, and back.")
    .version(readVersion(), "--version", "print the version")
    .helpOption("-h, --help", "print this help")
    .option("--debug", "print the stack of an error")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        context.print(text.replace(/\n$/u, ""));
      },
      writeErr: (text) => io.stderr.write(text),
      outputError: (text) => {
        const message = text.trim().replace(/^error: /u, "");
        context.note(`ftcp: CLI_USAGE: ${message.replaceAll(/\s+/gu, " ")}`);
      },
    });
  program.addHelpText("after", `\n${describeExitCodes()}`);
  addCifCommand(program, context, finish);
  addFetchCommand(program, context, finish);
  addDataCommand(program, context, finish);
  addFeaturizeCommand(program, context, finish);
  addTrainCommand(program, context, finish);
  addEvaluateCommand(program, context, finish);
  addDesignCommand(program, context, finish);
  addScreenCommand(program, context, finish);
  addDedupeCommand(program, context, finish);
  addMergeCommand(program, context, finish);
  addExportCommand(program, context, finish);
  addReproduceCommand(program, context, finish);
  return program;
}
