import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import type { ReproduceRun } from "./reproduceRun.ts";

/**
 * Makes a run, or reads it if it has been made with the same protocol.
 *
 * @param folder - of the runs
 * @param name - of the file, without extension
 * @param protocol - everything that decides the result
 * @param make - makes the run
 * @param context - output
 * @returns the run
 */
export async function resumeRun(
  folder: string,
  name: string,
  protocol: ReproduceRun["protocol"],
  make: () => Promise<Omit<ReproduceRun, "protocol">>,
  context: CommandContext,
): Promise<ReproduceRun> {
  const path = join(folder, `${name}.json`);
  const earlier = await readRun(path);
  if (earlier !== undefined && JSON.stringify(earlier.protocol) === JSON.stringify(protocol)) {
    context.note(`${path}: taken as it is`);
    return earlier;
  }
  const run = { protocol, ...(await make()) };
  await writeFiles([{ path, contents: `${JSON.stringify(run, null, 2)}\n` }], context);
  context.note(`${path}: written`);
  return run;
}

async function readRun(path: string): Promise<ReproduceRun | undefined> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
    return undefined; // not made yet
  }
  try {
    return JSON.parse(text) as ReproduceRun;
  } catch {
    return undefined; // cut off: made again
  }
}
