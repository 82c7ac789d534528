import { readdir, rm } from "node:fs/promises";
import { basename, dirname, join } from "node:path";

/**
 * Takes away the temporary files that writers of a file left behind when they were killed: name + `.PID.tmp` beside it, of processes of this machine that no longer run.
 *
 * @param path - the file that is to be written
 * @throws what the file system throws, as for a folder that is not there
 *
 * @remarks
 * A file whose process runs is left alone, also when it is another program that has got the number since. In a folder
 * that several machines share, writers of the same file on another one are not known.
 *
 * @example
 * ```ts
 * await removeAbandonedFiles("run/checkpoint.safetensors"); // checkpoint.safetensors.4711.tmp, if 4711 is dead
 * ```
 */
export async function removeAbandonedFiles(path: string): Promise<void> {
  const folder = dirname(path);
  const start = `${basename(path)}.`;
  for (const name of await readdir(folder)) {
    if (!name.startsWith(start)) continue;
    const number = /^([1-9]\d*)\.tmp$/u.exec(name.slice(start.length))?.[1];
    if (number === undefined || isAlive(Number(number))) continue;
    await rm(join(folder, name), { force: true });
  }
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
