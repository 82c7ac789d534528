import { afterAll } from "@jest/globals";
import { bundleModule } from "@ftcp/testing";
import { rm } from "node:fs/promises";
import { runFtcp, type CommandIo } from "../src/index.ts";
import { captureIo } from "./captureIo.ts";

let worker: Promise<URL> | undefined;
afterAll(async () => {
  if (worker !== undefined) await rm(new URL(".", await worker), { recursive: true });
});

/** The module of the training's thread as JavaScript. */
export function trainingWorker(): Promise<URL> {
  worker ??= bundleModule(new URL("../src/train/trainingWorker.ts", import.meta.url));
  return worker;
}

/** Runs one command in process and gives what it wrote. */
export async function ftcp(
  args: readonly string[],
  io: Partial<CommandIo> = {},
): Promise<{ readonly code: number; readonly stdout: string; readonly stderr: string }> {
  const module = args[0] === "train" ? { trainingWorker: await trainingWorker() } : {};
  const captured = captureIo({ ...module, ...io });
  const code = await runFtcp(args, captured.io);
  return { code, stdout: captured.stdout(), stderr: captured.stderr() };
}
