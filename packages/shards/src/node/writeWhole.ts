import type { FileHandle } from "node:fs/promises";
import { writeFileAtomically } from "@ftcp/files";
import { toFileError } from "./toFileError.ts";

/**
 * Writes a file that is there whole or not at all.
 *
 * @param path - the file; an earlier one is replaced at once, and stays when the writing fails
 * @param write - does the writing
 * @param beforeRename - looks at the finished file; `false` throws it away
 * @throws `ShardError` with code `SHARDS_WRITE_FAILED`, and whatever the functions throw
 */
export async function writeWhole(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  beforeRename: (temporary: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<void> {
  try {
    await writeFileAtomically(path, async ({ file, temporary }) => {
      await write(file);
      return beforeRename(temporary);
    });
  } catch (cause) {
    throw toFileError(cause, "SHARDS_WRITE_FAILED", path);
  }
}
