import { Option, type Command } from "commander";
import type { FeaturizeOptions } from "../featurize/runFeaturize.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { createIntegerParser } from "../options/createIntegerParser.ts";
import type { ShardOptions } from "../shards/shardOptions.ts";
import { addCommonOptions } from "./addCommonOptions.ts";
import { addSelectionOptions } from "./addSelectionOptions.ts";
import { addShardOptions } from "./addShardOptions.ts";
import { describeExitCodes } from "./describeExitCodes.ts";

/**
 * Adds `ftcp featurize`.
 *
 * @param program - the program
 * @param context - handed to the command
 * @param finish - told the exit code
 */
export function addFeaturizeCommand(
  program: Command,
  context: CommandContext,
  finish: (exitCode: number) => void,
): void {
  const command = program
    .command("featurize")
    .description("turn the crystals of a dataset into tensors for numpy or Arrow")
    .argument(
      "<data>",
      "a .jsonl, .csv or .tsv file (also .gz), a folder of CIFs, or - with --shard",
    )
    .requiredOption("--out <file>", "the tensors; a .json file beside it describes them")
    .addOption(
      new Option("--format <name>", "format of the file, by default that of its ending").choices([
        "npy",
        "npz",
        "arrow",
      ]),
    )
    .option("--workers <n>", "threads that read CIFs and make tensors", parseWorkers, 1)
    .option("--resume", "go on with an unfinished file, if there is one")
    .addOption(
      new Option(
        "--layout <name>",
        "ftcp: canonical cell; paper: section 2 of the paper; reference: the authors' Python code",
      )
        .choices(["ftcp", "paper", "reference"])
        .default("ftcp"),
    )
    .addOption(
      new Option("--blocks <space>", "rows of real space, of momentum space, or both")
        .choices(["both", "real", "momentum"])
        .default("both"),
    )
    .option("--max-elements <n>", "element slots of a tensor", parseElements, 3)
    .option("--max-sites <n>", "sites of a tensor", parseSites, 20);
  addShardOptions(command);
  addCommonOptions(addSelectionOptions(command, "all"), "print a summary as JSON")
    .addHelpText(
      "after",
      "\nA crystal that cannot be read or does not fit costs no other; it is named in the .json file.\n\n" +
        describeExitCodes(["ok", "dataProblems", "failed", "interrupted"]),
    )
    .action(async (data: string, options: FeaturizeOptions & ShardOptions) => {
      if (options.shard !== undefined) {
        const { runFeaturizeShard } = await import("../shards/runFeaturizeShard.ts");
        finish(await runFeaturizeShard(data, options, context));
        return;
      }
      const { runFeaturize } = await import("../featurize/runFeaturize.ts");
      finish(await runFeaturize(data, options, context));
    });
}

/** The limits of `createLayout`, which takes 64 elements and 10,000 sites at most. */
const parseElements = createIntegerParser(1, 64);
const parseWorkers = createIntegerParser(1, 256);
const parseSites = createIntegerParser(1, 10_000);
