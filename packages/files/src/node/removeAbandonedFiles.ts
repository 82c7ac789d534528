import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { temporaryPath } from "./temporaryPath.ts";

/**
 * Takes away what writers of a file left behind when they were killed: files and folders that {@link temporaryPath} names, of
 * processes of this machine that run no more.
 *
 * @param path - the file that is to be written
 * @throws what the file system throws, as for a folder that is not there
 *
 * @remarks
 * A file whose process runs is left alone, also where another program has got the number since; so are those of
 * other machines that share the folder, and every file whose name is not of that form.
 *
 * @example
 * ```ts
 * import { removeAbandonedFiles } from "@ftcp/files";
 *
 * await removeAbandonedFiles("run/model.bin");
 * ```
 */
export async function removeAbandonedFiles(path: string): Promise<void> {
  const folder = dirname(path);
  const [machine = ""] = nameOf(path).split("-");
  const start = `.${basename(path)}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start)) continue;
    const parts = /^([0-9a-f]{8})-([1-9]\d*)-[0-9a-f]{12}\.tmp$/u.exec(name.slice(start.length));
    if (parts?.[1] !== machine || isAlive(Number(parts[2]))) continue;
    await rm(join(folder, name), { force: true, recursive: true });
  }
}

/** The part of a temporary name that comes after that of the file. */
function nameOf(path: string): string {
  return basename(temporaryPath(path)).slice(basename(path).length + 2);
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0); // only asks
    return true;
  } catch (error) {
    // Another user's process may not be asked, but it is there.
    return (error as NodeJS.ErrnoException).code !== "ESRCH";
  }
}
