import { readFile } from "node:fs/promises";
import { join } from "node:path";

/**
 * Lists the CIFs that an earlier design run has left in a folder.
 *
 * @param out - the folder
 * @returns names from its `designs.jsonl`, as far as they look like names that a run gives; a file
 *   that somebody else wrote is none of them
 */
export async function listEarlierFiles(out: string): Promise<readonly string[]> {
  let text: string;
  try {
    text = await readFile(join(out, "designs.jsonl"), "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
  return text.split("\n").flatMap((line) => {
    const file = /"file":"(\d{3,}-[A-Za-z0-9.()]+\.cif)"/u.exec(line)?.[1];
    return file === undefined ? [] : [file];
  });
}
