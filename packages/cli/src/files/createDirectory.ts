import { mkdir, stat } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { CliError } from "../cliError.ts";
import { describeFileError } from "../io/describeFileError.ts";

/**
 * Creates a folder and those above it, where they do not exist.
 *
 * @param path - the folder
 * @throws {@link CliError} with code `CLI_WRITE_FAILED`
 *
 * @remarks
 * Node's `mkdir` with `recursive` never ends where a folder exists in which none can be made, and the system calls that
 * `ENOENT`, as in `/proc`; so folders are made one by one.
 */
export async function createDirectory(path: string): Promise<void> {
  try {
    await createWithParents(resolve(path));
  } catch (cause) {
    throw new CliError("CLI_WRITE_FAILED", `${path}: ${describeFileError(cause)}`, { cause, path });
  }
}

async function createWithParents(path: string): Promise<void> {
  try {
    await createOne(path);
  } catch (cause) {
    const parent = dirname(path);
    if ((cause as NodeJS.ErrnoException).code !== "ENOENT" || parent === path) throw cause;
    await createWithParents(parent);
    await createOne(path);
  }
}

async function createOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (cause) {
    const isThere = await stat(path).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (!isThere) throw cause;
  }
}
