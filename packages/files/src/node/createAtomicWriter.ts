import { open, rename, rm, type FileHandle } from "node:fs/promises";
import { dirname } from "node:path";
import { removeAbandonedFiles } from "./removeAbandonedFiles.ts";
import { temporaryPath } from "./temporaryPath.ts";

/** A file on its way: it has a name of its own until {@link AtomicWriter.commit}. */
export interface AtomicWriter {
  /** Name of the file meanwhile, for those who write by name. */
  readonly temporary: string;
  /** The open file, to read, write and truncate. */
  readonly file: FileHandle;
  /**
   * Waits until the disk has the file, and renames it: what was there before is replaced at once.
   *
   * @throws what the file system throws; nothing has changed then, and the temporary file is gone
   */
  readonly commit: () => Promise<void>;
  /** Throws the file away; after a commit it does nothing. Call it in `finally`. */
  readonly discard: () => Promise<void>;
}

/**
 * Opens a file that replaces another one when it is finished, so that at every instant the old or the new one is
 * there, whole.
 *
 * @param path - the file that will be; its folder exists
 * @returns the writer
 * @throws what the file system throws
 *
 * @remarks
 * What a killed process left behind goes before: see {@link removeAbandonedFiles}. The rename is brought to the disk
 * too, where the system lets a folder be opened (not on Windows).
 *
 * @example
 * ```ts
 * import { createAtomicWriter } from "@ftcp/files";
 *
 * const writer = await createAtomicWriter("numbers.txt");
 * try {
 *   for (let i = 0; i < 3; i++) await writer.file.write(`${i}\n`);
 *   await writer.commit();
 * } finally {
 *   await writer.discard();
 * }
 * ```
 */
export async function createAtomicWriter(path: string): Promise<AtomicWriter> {
  await removeAbandonedFiles(path);
  const temporary = temporaryPath(path);
  const file = await open(temporary, "wx+");
  let isDone = false;
  const discard = async (): Promise<void> => {
    if (isDone) return;
    isDone = true;
    await file.close().catch(() => undefined); // it is thrown away
    await rm(temporary, { force: true });
  };
  const commit = async (): Promise<void> => {
    if (isDone) throw new TypeError("the file was committed or discarded before");
    try {
      await file.sync();
      await file.close();
      await rename(temporary, path);
    } catch (error) {
      await discard();
      throw error;
    }
    isDone = true;
    await syncFolder(dirname(path));
  };
  return { temporary, file, commit, discard };
}

/** Makes the rename itself durable. */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
