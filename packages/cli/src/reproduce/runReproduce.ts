import { startEngine } from "../engine/startEngine.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { join } from "node:path";
import { reproduceFigures } from "./reproduceFigures.ts";
import type { ReproduceOptions, Reproduction } from "./reproduceOptions.ts";
import { reproduceSemisupervised } from "./reproduceSemisupervised.ts";
import { reproduceTable1 } from "./reproduceTable1.ts";
import { reproduceTable } from "./reproduceTable.ts";

/**
 * Runs `ftcp reproduce`.
 *
 * @param what - table or figure
 * @param options - see {@link ReproduceOptions}
 * @param context - output and abort
 * @returns the exit code
 */
export async function runReproduce(
  what: Reproduction,
  options: ReproduceOptions,
  context: CommandContext,
): Promise<number> {
  await createDirectory(join(options.out, "runs"));
  // Models that come out of a training are used on this thread.
  const { engine } = options;
  await startEngine(engine === "cpu" || engine === "node" ? engine : "wasm");
  switch (what) {
    case "table1":
      await reproduceTable1(options, context);
      break;
    case "table2":
    case "table3":
      await reproduceTable(what, options, context);
      break;
    case "semisupervised":
      await reproduceSemisupervised(options, context);
      break;
    case "figure-s1":
    case "figure-s5":
      await reproduceFigures(what, options, context);
      break;
  }
  return exitCodes.ok;
}
