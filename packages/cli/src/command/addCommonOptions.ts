import type { Command } from "commander";

/**
 * Adds what every command understands.
 *
 * @param command - the command
 * @param json - what `--json` prints
 * @returns the command
 */
export function addCommonOptions(command: Command, json: string): Command {
  return command
    .option("--json", json)
    .option("--debug", "print the stack of an error")
    .helpOption("-h, --help", "print this help");
}
