import type { Command } from "commander";
import type { CommandContext } from "../io/commandContext.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp cif check`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addCifCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const cif = program
    .command("cif")
    .description("work with CIF files")
    .helpOption("-h, --help", "print this help");
  addCommonOptions(
    cif
      .command("check")
      .description("say what CIF files hold and what is wrong with them")
      .argument("<file...>", "CIF files"),
    "one JSON object a line for each file",
  )
    .addHelpText("after", `\n${describeExitCodes(["ok", "dataProblems", "failed", "interrupted"])}`)
    .action(async (files: string[], options: { json?: boolean }) => {
      const { runCifCheck } = await import("../cifCheck/runCifCheck.ts");
      finish(await runCifCheck(files, options, context));
    });
}
