import type { Command } from "commander";
import type { CommandContext } from "../io/commandContext.ts";
import type { MergeOptions } from "../shards/runMerge.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp merge`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addMergeCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("merge")
    .description("check that all shards of a job are there, and join them")
    .argument("<manifests...>", "manifests of the shards, or folders of them")
    .option("--out <file>", "join the outputs to this file; a manifest is put beside it")
    .option("--manifest <file>", "write the manifest of the whole here");
  addCommonOptions(command, "print the manifest of the whole as JSON")
    .addHelpText(
      "after",
      "\nA shard that is missing, doubled, damaged or of another job is an error, and nothing is\n" +
        "written.\n\n" +
        describeExitCodes(["ok", "dataProblems", "failed", "interrupted"]),
    )
    .action(async (manifests: readonly string[], options: MergeOptions) => {
      const { runMerge } = await import("../shards/runMerge.ts");
      finish(await runMerge(manifests, options, context));
    });
}
