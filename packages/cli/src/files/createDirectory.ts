import { mkdir } from "node:fs/promises";
import { CliError } from "../cliError.ts";
import { describeFileError } from "../io/describeFileError.ts";

/**
 * Creates a folder and those above it, where they do not exist.
 *
 * @param path - the folder
 * @throws {@link CliError} with code `CLI_WRITE_FAILED`
 */
export async function createDirectory(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (cause) {
    throw new CliError("CLI_WRITE_FAILED", `${path}: ${describeFileError(cause)}`, { cause, path });
  }
}
