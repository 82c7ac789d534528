import { randomBytes } from "node:crypto";
import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { toFileError } from "./toFileError.ts";

/**
 * Writes a file under a name of its own, waits until the disk has it, and renames it.
 *
 * @param path - the file; an earlier one is replaced at once, and stays when the writing fails
 * @param write - does the writing
 * @param beforeRename - looks at the finished file; `false` throws it away
 * @throws `ShardError` with code `SHARDS_WRITE_FAILED`, and whatever the functions throw
 *
 * @remarks
 * The name has a random part, as two machines may write the same shard to a shared folder. What a
 * killed process leaves begins with a dot and ends in `.tmp`; nothing reads it.
 */
export async function writeWhole(
  path: string,
  write: (file: FileHandle) => Promise<void>,
  beforeRename: (temporary: string) => Promise<boolean> = () => Promise.resolve(true),
): Promise<void> {
  const name = `.${basename(path)}.${randomBytes(6).toString("hex")}.tmp`;
  const temporary = join(dirname(path), name);
  try {
    const file = await open(temporary, "wx+");
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    if (await beforeRename(temporary)) await rename(temporary, path);
    else await rm(temporary);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw toFileError(cause, "SHARDS_WRITE_FAILED", path);
  }
}
