import type { Command } from "commander";
import type { CommandContext } from "../io/commandContext.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import { createNumberParser } from "../options/createNumberParser.ts";
import type { DedupeOptions } from "../shards/runDedupe.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { addShardOptions } from "./addShardOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp dedupe`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addDedupeCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("dedupe")
    .description("leave out crystals that repeat an earlier one")
    .argument("<data>", "a dataset, or - for the lines of one bucket on standard input")
    .requiredOption("--out <file>", "JSON Lines; a manifest is put beside it");
  addShardOptions(command)
    .option("--keys", "only add formula and bucket to each crystal, for a later dedupe by bucket")
    .option(
      "--buckets <n>",
      "with --keys: how many shards dedupe will have",
      createIntegerParser(1),
    )
    .option(
      "--volume-tolerance <x>",
      "largest relative difference in volume per atom of equal crystals",
      createNumberParser(),
      0.1,
    );
  addCommonOptions(command, "print the manifest as JSON")
    .addHelpText(
      "after",
      "\nShards are divided by formula, so that equal crystals meet: shard i/n of a file takes its\n" +
        "formulas only. --keys divides by rows.\n\n" +
        describeExitCodes(["ok", "dataProblems", "failed", "interrupted"]),
    )
    .action(async (data: string, options: DedupeOptions) => {
      const { runDedupe } = await import("../shards/runDedupe.ts");
      finish(await runDedupe(data, options, context));
    });
}
