import { Option, type Command } from "commander";
import { parseRowRange } from "../options/parseRowRange.ts";
import { parseSha256 } from "../options/parseSha256.ts";
import { parseShardNumber } from "../options/parseShardNumber.ts";

/**
 * Adds the options that choose a shard of a job.
 *
 * @param command - the command
 * @returns the command
 */
export function addShardOptions(command: Command): Command {
  return command
    .option(
      "--shard <i/n>",
      "do shard i, from 0, of n, and write a manifest beside the output",
      parseShardNumber,
    )
    .option(
      "--rows <a:b>",
      "rows of the shard, b left out (default: an equal part of a file, all of standard input)",
      parseRowRange,
    )
    .option("--input-sha256 <hash>", "refuse any other input", parseSha256)
    .addOption(
      new Option("--input-format <name>", "format of standard input")
        .choices(["jsonl", "csv", "tsv"])
        .default("jsonl"),
    );
}
