import * as tf from "@tensorflow/tfjs-core";
import { tfjsEngine } from "../engine/tfjsEngine.ts";
import type { EngineAttempt, TrainingEngine } from "../engine/trainingEngine.ts";
import { VaeError } from "../vaeError.ts";
import type { EngineName } from "./engineName.ts";
import { startTfjsNode } from "./startTfjsNode.ts";

/** Fastest first. */
const automatic: readonly EngineName[] = ["onnxruntime-node", "onnxruntime-web", "wasm"];

/**
 * Starts an engine by its name, or the fastest that is installed.
 *
 * @param name - the engine; `auto`, the default, takes the first of `onnxruntime-node`,
 *   `onnxruntime-web` and `wasm` that starts
 * @param options - `threads` of the ONNX runtimes; default: what they choose. `importModule` loads
 *   `@tensorflow/tfjs-node`, which may not be installed
 * @returns the engine, whose `name` says what runs and whose `passedOver` why those before it do not
 * @throws `VaeError` with code `VAE_BACKEND` when it does not start; `data.attempts` lists the
 *   reasons
 *
 * @remarks
 * The tfjs engines become the current tfjs backend. The ONNX runtimes need one of any kind, on which
 * the loss is traced: if there is none yet, `wasm` or `cpu` is started.
 *
 * @example
 * ```ts
 * const engine = await startEngine();
 * engine.name; // "onnxruntime-node 1.30.0"
 * ```
 */
export async function startEngine(
  name: EngineName | "auto" = "auto",
  options: {
    readonly threads?: number;
    readonly importModule?: (name: string) => Promise<unknown>;
  } = {},
): Promise<TrainingEngine> {
  const { threads, importModule = (module: string): Promise<unknown> => import(module) } = options;
  tf.enableProdMode(); // tfjs would otherwise advertise tfjs-node on the console
  const passedOver: EngineAttempt[] = [];
  const causes: unknown[] = [];
  for (const candidate of name === "auto" ? automatic : [name]) {
    try {
      const engine = await start(candidate, threads, importModule);
      return { name: engine.name, passedOver, prepare: (graph) => engine.prepare(graph) };
    } catch (error) {
      causes.push(error);
      const reason = error instanceof Error ? error.message : String(error);
      passedOver.push({ engine: candidate, reason });
    }
  }
  const reasons = passedOver.map(({ engine, reason }) => `${engine}: ${reason}`).join("; ");
  throw new VaeError(
    "VAE_BACKEND",
    `no engine could be started (${reasons})`,
    { attempts: passedOver },
    { cause: causes.length === 1 ? causes[0] : new AggregateError(causes) },
  );
}

async function start(
  name: EngineName,
  threads: number | undefined,
  importModule: (name: string) => Promise<unknown>,
): Promise<TrainingEngine> {
  switch (name) {
    case "onnxruntime-node":
    case "onnxruntime-web": {
      const { loadRuntime } = await import("@ftcp/onnx/node");
      const { runtime } = await loadRuntime([name]);
      const { onnxEngine } = await import("../onnx/onnxEngine.ts");
      await startTracingBackend();
      return onnxEngine(runtime, threads === undefined ? {} : { threads });
    }
    case "wasm":
      await startWasm();
      return tfjsEngine();
    case "cpu":
      await startCpu();
      return tfjsEngine();
    case "node":
      await startTfjsNode(importModule);
      return tfjsEngine();
  }
}

async function startTracingBackend(): Promise<void> {
  // The types of tfjs do not know that there may be none yet.
  if ((tf.getBackend() as string | undefined) !== undefined) return;
  try {
    await startWasm();
  } catch {
    await startCpu(); // any will do: nothing is computed on it
  }
}

async function startWasm(): Promise<void> {
  const { prepareWasmBackend } = await import("../wasm/prepareWasmBackend.ts");
  await prepareWasmBackend();
}

async function startCpu(): Promise<void> {
  await import("@tensorflow/tfjs-backend-cpu");
  await tf.setBackend("cpu");
}
