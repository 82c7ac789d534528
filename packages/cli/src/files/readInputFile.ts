import { readFile } from "node:fs/promises";
import { CliError } from "../cliError.ts";
import { describeFileError } from "../io/describeFileError.ts";

/**
 * Reads a whole file.
 *
 * @param path - the file
 * @returns its bytes
 * @throws {@link CliError} with code `CLI_READ_FAILED`
 */
export async function readInputFile(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new CliError("CLI_READ_FAILED", `${path}: ${describeFileError(cause)}`, { cause, path });
  }
}
