import { CommanderError } from "commander";
import { createProgram } from "./command/createProgram.ts";
import { formatError } from "./command/formatError.ts";
import { exitCodes } from "./exitCodes.ts";
import type { CommandIo } from "./io/commandIo.ts";
import { createContext } from "./io/createContext.ts";
import { createOutputError } from "./io/createOutputError.ts";
import { createProcessIo } from "./io/createProcessIo.ts";
import { nextTask } from "./io/nextTask.ts";
import { joinTargets } from "./options/joinTargets.ts";

/**
 * Runs the command `ftcp`.
 *
 * @param args - what stands behind `ftcp` on the command line
 * @param io - replaces streams, files or signals of the process
 * @returns the exit code: 0 for success, 1 when crystals or files among the data are not in order, 2
 *   for wrong usage, unreadable input and output that cannot be written, 3 when a design run finds too
 *   few designs, 130 after Ctrl-C
 *
 * @remarks
 * Never throws and never ends the process: every error becomes a line `ftcp: CODE: message` on
 * standard error, with the stack where `--debug` is given.
 *
 * @example
 * ```ts
 * process.exitCode = await runFtcp(["cif", "check", "NaCl.cif", "--json"]);
 * ```
 */
export async function runFtcp(
  args: readonly string[],
  io: Partial<CommandIo> = {},
): Promise<number> {
  const complete: CommandIo = { ...createProcessIo(), ...io };
  const controller = new AbortController();
  const release = complete.onInterrupt(() => {
    controller.abort(new DOMException("interrupted", "AbortError"));
  });
  const context = createContext(complete, controller.signal);
  let exitCode: number = exitCodes.ok;
  const program = createProgram(context, complete, (code) => {
    exitCode = code;
  });
  try {
    try {
      await program.parseAsync(joinTargets(args), { from: "user" });
    } catch (error) {
      // Commander has written its message, or the help that was asked for.
      if (!(error instanceof CommanderError)) throw error;
      exitCode = error.exitCode === 0 ? exitCodes.ok : exitCodes.failed;
    }
    await nextTask(); // streams tell of errors late
    const outputError = complete.outputError();
    if (outputError !== undefined) throw createOutputError(outputError);
    return exitCode;
  } catch (error) {
    context.close();
    const isInterrupt = controller.signal.aborted && isAbort(error);
    for (const line of formatError(error, isInterrupt, args.includes("--debug"))) {
      context.note(line);
    }
    return isInterrupt ? exitCodes.interrupted : exitCodes.failed;
  } finally {
    context.close();
    release();
  }
}

function isAbort(error: unknown): boolean {
  return (error as Partial<Error> | undefined)?.name === "AbortError";
}
