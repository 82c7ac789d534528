import { stat } from "node:fs/promises";
import { CliError } from "../cliError.ts";

/**
 * Makes sure that what is read is not written over.
 *
 * @param input - the dataset
 * @param outputs - files that are to be written
 * @throws {@link CliError} with code `CLI_USAGE`
 */
export async function refuseSameFile(input: string, outputs: readonly string[]): Promise<void> {
  const read = await identify(input);
  for (const path of outputs) {
    if (read !== undefined && (await identify(path)) === read) {
      throw new CliError("CLI_USAGE", `${path}: what is read is not written over`, { path });
    }
  }
}

async function identify(path: string): Promise<string | undefined> {
  try {
    const { dev, ino } = await stat(path, { bigint: true });
    return `${dev}/${ino}`;
  } catch {
    return undefined; // not there, or not readable, which is told by those who open it
  }
}
