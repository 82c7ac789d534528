import { join } from "node:path";
import { writeFiles } from "../files/writeFiles.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { readEarlierRun } from "./readEarlierRun.ts";
import type { ReproduceOptions } from "./reproduceOptions.ts";
import type { ReproduceRun } from "./reproduceRun.ts";
import { TrainingCheckpoint } from "./trainingCheckpoint.ts";

/**
 * Reads a run that has been made with the same protocol, or makes it.
 *
 * @param name - of the file, without extension
 * @param protocol - everything that decides the result
 * @param make - makes the run; told where its training goes on from
 * @param options - folder, and whether runs are made
 * @param context - output
 * @returns the run; nothing when there is none and none is to be made
 */
export async function resumeRun(
  name: string,
  protocol: ReproduceRun["protocol"],
  make: (checkpoint: TrainingCheckpoint) => Promise<Omit<ReproduceRun, "protocol">>,
  options: Pick<ReproduceOptions, "out" | "training">,
  context: CommandContext,
): Promise<ReproduceRun | undefined> {
  const path = join(options.out, "runs", `${name}.json`);
  const earlier = (await readEarlierRun(path)) as ReproduceRun | undefined;
  const isSame =
    earlier !== undefined && JSON.stringify(earlier.protocol) === JSON.stringify(protocol);
  if (isSame) {
    context.note(`${path}: taken as it is`);
    return earlier;
  }
  if (!options.training) {
    context.note(`${path}: ${earlier === undefined ? "not there" : "of another protocol"}`);
    return undefined;
  }
  const checkpoint = new TrainingCheckpoint(
    join(options.out, ".cache", "checkpoints", name),
    context,
  );
  const run = { protocol, ...(await make(checkpoint)) };
  await writeFiles([{ path, contents: `${JSON.stringify(run, null, 2)}\n` }], context);
  await checkpoint.remove();
  context.note(`${path}: written`);
  return run;
}
