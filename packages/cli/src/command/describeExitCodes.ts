import { exitCodes } from "../exitCodes.ts";

const meanings: Readonly<Record<keyof typeof exitCodes, string>> = {
  ok: "done",
  dataProblems: "done, but files or crystals among the data are not in order",
  failed: "wrong usage, unreadable input, or output that cannot be written",
  targetNotReached: "fewer designs than asked for",
  interrupted: "interrupted (Ctrl-C)",
};

/**
 * Lists exit codes for the help of a command.
 *
 * @param names - the codes that the command can give; all of them without it
 * @returns a few lines
 */
export function describeExitCodes(
  names: readonly (keyof typeof exitCodes)[] = Object.keys(exitCodes) as (keyof typeof exitCodes)[],
): string {
  const lines = names.map((name) => `  ${String(exitCodes[name]).padEnd(5)}${meanings[name]}`);
  return ["Exit codes:", ...lines].join("\n");
}
