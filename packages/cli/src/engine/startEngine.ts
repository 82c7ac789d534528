import { VaeError } from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";
import { CliError } from "../cliError.ts";
import type { EngineName } from "./engineName.ts";

/**
 * Starts a tfjs backend and makes it the current one.
 *
 * @param engine - its name
 * @param importModule - loads a package that may not be installed
 * @throws {@link CliError} with code `CLI_ENGINE_MISSING` when `node` is asked for and
 *   `@tensorflow/tfjs-node` is not installed or does not load
 */
export async function startEngine(
  engine: EngineName,
  importModule: (name: string) => Promise<unknown> = (name) => import(name),
): Promise<void> {
  tf.enableProdMode(); // tfjs would otherwise advertise tfjs-node on the console
  switch (engine) {
    case "wasm": {
      const { prepareWasmBackend } = await import("@ftcp/vae/wasm");
      await prepareWasmBackend();
      return;
    }
    case "cpu":
      await import("@tensorflow/tfjs-backend-cpu");
      await tf.setBackend("cpu");
      return;
    case "node":
      await startNode(importModule);
      return;
  }
}

async function startNode(importModule: (name: string) => Promise<unknown>): Promise<void> {
  const { startEngine: startTrainingEngine } = await import("@ftcp/vae/node");
  try {
    await startTrainingEngine("node", { importModule });
  } catch (error) {
    if (!(error instanceof VaeError)) throw error;
    const cause = error.cause as Partial<NodeJS.ErrnoException>;
    const name = "@tensorflow/tfjs-node";
    const isMissing = cause.code === "ERR_MODULE_NOT_FOUND" || cause.code === "MODULE_NOT_FOUND";
    throw new CliError(
      "CLI_ENGINE_MISSING",
      isMissing
        ? `the engine node needs ${name}: npm install ${name}; or use --engine wasm`
        : `the engine node does not start: ${cause.message?.replaceAll(/\s+/gu, " ") ?? ""}`,
      { cause, known: ["wasm", "cpu", "node"] },
    );
  }
}
