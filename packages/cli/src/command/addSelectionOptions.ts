import type { Command } from "commander";
import { createIntegerParser } from "../options/createIntegerParser.ts";

/**
 * Adds the options that choose a part of a dataset.
 *
 * @param command - the command
 * @param split - the part that is taken when none is named
 * @returns the command
 */
export function addSelectionOptions(command: Command, split: string): Command {
  return command
    .option("--split <name>", "part of the dataset; all takes every crystal", split)
    .option("--split-column <name>", "column that names the part of a crystal", "split")
    .option(
      "--split-seed <n>",
      "split anew instead: 80 % train, 20 % test, grouped by formula",
      createIntegerParser(Number.MIN_SAFE_INTEGER),
    )
    .option("--limit <n>", "take only the first n crystals", createIntegerParser(1));
}
