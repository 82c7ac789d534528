import { runFtcp, type CommandIo } from "../src/index.ts";
import { captureIo } from "./captureIo.ts";

/** Runs one command in process and gives what it wrote. */
export async function ftcp(
  args: readonly string[],
  io: Partial<CommandIo> = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const captured = captureIo(io);
  const code = await runFtcp(args, captured.io);
  return { code, stdout: captured.stdout(), stderr: captured.stderr() };
}
