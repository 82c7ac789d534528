import { startEngine } from "../engine/startEngine.ts";
import { CliError } from "../cliError.ts";
import { exitCodes } from "../exitCodes.ts";
import { createDirectory } from "../files/createDirectory.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { join } from "node:path";
import type { CaseOptions } from "./cases/caseOptions.ts";
import { reproduceCase } from "./cases/reproduceCase.ts";
import { reproduceFigures } from "./reproduceFigures.ts";
import type { ReproduceOptions, Reproduction } from "./reproduceOptions.ts";
import { reproduceSemisupervised } from "./reproduceSemisupervised.ts";
import { reproduceTable1 } from "./reproduceTable1.ts";
import { reproduceTable } from "./reproduceTable.ts";

/**
 * Runs `ftcp reproduce`.
 *
 * @param what - table or figure
 * @param given - see {@link ReproduceOptions} and {@link CaseOptions}
 * @param context - output and abort
 * @returns the exit code
 * @throws `CliError` with code `CLI_USAGE` for a table or figure without data, and what each reproduction throws
 */
export async function runReproduce(
  what: Reproduction,
  given: Omit<ReproduceOptions, "data"> & CaseOptions,
  context: CommandContext,
): Promise<number> {
  if (what === "case1" || what === "case2" || what === "case3") {
    await startEngine(given.engine === "cpu" || given.engine === "node" ? given.engine : "wasm");
    await reproduceCase(what, given, context);
    return exitCodes.ok;
  }
  const { data } = given;
  if (data === undefined) throw new CliError("CLI_USAGE", `${what} needs --data`);
  const options: ReproduceOptions = { ...given, data };
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
