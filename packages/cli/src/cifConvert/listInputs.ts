import { detectStructureFormat } from "@ftcp/cif";
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { CliError } from "../cliError.ts";
import { describeFileError } from "../io/describeFileError.ts";

/** A file to read, or why a name stands for none. */
export interface ConvertInput {
  /** The file as it is named in messages; `-` is standard input. */
  readonly path: string;
  /** Why it cannot be read. */
  readonly error?: CliError;
}

/**
 * The files that names on the command line stand for: a folder stands for the files in it (not below it)
 * whose names tell a format.
 *
 * @param paths - files, folders, or `-`
 * @returns the files in the order given, those of a folder by name
 */
export async function listInputs(paths: readonly string[]): Promise<readonly ConvertInput[]> {
  const inputs: ConvertInput[] = [];
  for (const path of paths) {
    try {
      if (path === "-" || !(await stat(path)).isDirectory()) {
        inputs.push({ path });
        continue;
      }
      const entries = await readdir(path, { withFileTypes: true });
      const names = entries
        .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
        .map(({ name }) => name)
        .filter((name) => detectStructureFormat(name, "") !== undefined)
        .sort();
      if (names.length === 0) {
        const message = `${path}: no file in this folder has the name of a crystal`;
        inputs.push({ path, error: new CliError("CLI_READ_FAILED", message, { path }) });
      }
      inputs.push(...names.map((name) => ({ path: join(path, name) })));
    } catch (cause) {
      const message = `${path}: ${describeFileError(cause)}`;
      inputs.push({ path, error: new CliError("CLI_READ_FAILED", message, { path, cause }) });
    }
  }
  return inputs;
}
