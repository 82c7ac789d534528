import { types } from "node:util";
import { rename, rm } from "node:fs/promises";
import { removeAbandonedFiles, temporaryPath } from "@ftcp/files";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { describeFileError } from "../io/describeFileError.ts";

/** A file to write. */
export interface OutputFile {
  /** Where. */
  readonly path: string;
  /** Text in UTF-8, bytes, or a function that writes the file to the path that it is given. */
  readonly contents: string | Uint8Array | ((path: string) => Promise<void>);
}

/**
 * Writes files that belong together: all of them under other names first, then all are renamed.
 *
 * @param files - paths and contents; their folders exist
 * @param context - does the writing
 * @throws {@link CliError} with code `CLI_WRITE_FAILED`, which names the file. When that happens
 *   before the first rename, as with a full disk, all earlier files of these names are untouched;
 *   in no case is there a half-written one
 */
export async function writeFiles(
  files: readonly OutputFile[],
  context: Pick<CommandContext, "writeFile">,
): Promise<void> {
  const staged = new Map<string, string>(); // temporary name -> the file's
  try {
    for (const { path, contents } of files) {
      const temporary = temporaryPath(path);
      staged.set(temporary, path);
      await attempt(path, () => removeAbandonedFiles(path));
      await attempt(path, () =>
        typeof contents === "function"
          ? contents(temporary)
          : context.writeFile(temporary, contents),
      );
    }
    for (const [temporary, path] of staged) {
      await attempt(path, () => rename(temporary, path));
      staged.delete(temporary);
    }
  } finally {
    for (const temporary of staged.keys()) await rm(temporary, { force: true });
  }
}

async function attempt(path: string, write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (cause) {
    if (!isFileError(cause)) throw cause;
    throw new CliError("CLI_WRITE_FAILED", `${path}: ${describeFileError(cause)}`, { cause, path });
  }
}

/** Tells an error of the file system from any other, such as one of the data that is written. */
function isFileError(error: unknown): boolean {
  if (!types.isNativeError(error)) return false;
  const { code, syscall } = error as NodeJS.ErrnoException;
  return syscall !== undefined || code === "ENOSPC";
}
