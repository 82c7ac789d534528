import { readFile } from "node:fs/promises";

/**
 * Reads a file that may not exist.
 *
 * @param path - of the file
 * @returns its bytes; nothing when there is no such file
 */
export async function readIfThere(path: string): Promise<Uint8Array | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined;
  }
}
