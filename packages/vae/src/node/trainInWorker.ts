import { on } from "node:events";
import { extname } from "node:path";
import { Worker } from "node:worker_threads";
import { CrystalVae } from "../crystalVae.ts";
import type { RegressionObjective } from "../losses/regressionObjective.ts";
import type { TrainingEvent } from "../training/trainingEvent.ts";
import { VaeError } from "../vaeError.ts";
import type { EngineName } from "./engineName.ts";
import { reviveError } from "./reviveError.ts";
import type {
  FromWorker,
  PlainOptions,
  ToWorker,
  WorkerData,
  WorkerTask,
} from "./workerMessages.ts";

/**
 * Settings of {@link trainInWorker}: those of `trainVae`, with the engine by name.
 */
export interface WorkerTrainingOptions extends PlainOptions {
  /** What the regression learns; the worker makes it again of its `settings`. */
  readonly regression: RegressionObjective;
  /** The engine; `auto`, the default, takes the fastest that is installed. */
  readonly engine?: EngineName | "auto";
  /** Threads of the ONNX runtimes; default: what they choose. */
  readonly threads?: number;
  /** Crystals whose loss is measured after every epoch, or a file of their tensors. */
  readonly validation?: WorkerData;
  /** Stops after the current step, with a checkpoint event before its reason is thrown. */
  readonly signal?: AbortSignal;
  /**
   * Module of the worker, which calls {@link serveTraining}; by default one that knows the regressions of
   * this package.
   */
  readonly worker?: URL;
}

/**
 * Trains in a thread of its own, so that the caller's event loop stays free: progress bars, Ctrl-C and
 * servers go on, whatever engine computes.
 *
 * @param data - crystals, or a `.npy` or Arrow file of their tensors with their labels
 * @param options - those of `trainVae`, the engine by name
 * @returns the events of `trainVae`, in the same order; the model of the last one is built on the
 *   caller's current tfjs backend, and the caller disposes it
 * @throws `VaeError` with the codes of `trainVae`, `VAE_BACKEND` when the engine does not start,
 *   `VAE_UNKNOWN_REGRESSION` when the worker cannot make the regression again, or
 *   `VAE_WORKER_FAILED` when the thread dies; the reason of `signal` when it is aborted
 *
 * @remarks
 * Errors come home with their class, code and data. Who leaves the loop early ends the thread. As with
 * `trainVae` the training waits while an event is handled, so a slow reader slows it.
 *
 * @example
 * ```ts
 * const regression = supervisedRegression(["formation_energy_per_atom"]);
 * const options = { layout: createLayout(), regression, seed: 1, epochs: 20 };
 * for await (const event of trainInWorker(crystals, options)) {
 *   if (event.kind === "started") console.log(event.engine, event.passedOver);
 * }
 * ```
 */
export async function* trainInWorker(
  data: WorkerData,
  options: WorkerTrainingOptions,
): AsyncGenerator<TrainingEvent, void> {
  const { regression, engine = "auto", threads, validation, signal, worker, ...plain } = options;
  signal?.throwIfAborted();
  const task: WorkerTask = {
    ...{
      data: toPlain(data),
      validation: validation === undefined ? undefined : toPlain(validation),
    },
    ...{ options: plain, regression: regression.settings, engine, threads },
  };
  const thread = new Worker(worker ?? ownModule, { workerData: task });
  const tell = (message: ToWorker): void => {
    thread.postMessage(message);
  };
  const abort = (): void => {
    tell({ kind: "abort" });
  };
  const ended = new AbortController();
  // Listens before the thread can speak.
  const messages = on(thread, "message", { signal: ended.signal });
  let failure: unknown;
  thread.once("error", (error) => {
    failure = error;
  });
  const exited = new Promise<void>((resolve) => {
    thread.once("exit", (code) => {
      failure ??= new Error(`the thread ended with code ${code}`);
      // After the messages that came before.
      setImmediate(() => {
        ended.abort();
      });
      resolve();
    });
  });
  signal?.addEventListener("abort", abort, { once: true });
  try {
    for await (const [message] of messages as AsyncIterable<[FromWorker]>) {
      switch (message.kind) {
        case "event":
          yield message.event;
          break;
        case "skipped":
          yield { kind: "skipped", id: message.id, error: reviveError(message.error) };
          break;
        case "done":
          await exited;
          yield { kind: "done", model: await CrystalVae.fromBytes(message.model) };
          return;
        case "failed": {
          await exited;
          const error = reviveError(message.error);
          if (error.name === "AbortError") signal?.throwIfAborted();
          throw error;
        }
      }
      tell({ kind: "taken" });
    }
  } catch (error) {
    const isCutOff = ended.signal.aborted && (error as Error).name === "AbortError";
    if (!isCutOff && error !== failure) throw error;
    const reason = failure instanceof Error ? failure.message : String(failure);
    throw new VaeError(
      "VAE_WORKER_FAILED",
      `the training worker failed: ${reason}`,
      {},
      { cause: failure },
    );
  } finally {
    signal?.removeEventListener("abort", abort);
    await thread.terminate();
  }
}

/** Records of datasets carry more than training needs, which would be copied into the thread. */
function toPlain(data: WorkerData): WorkerData {
  const label = ({
    id,
    properties,
  }: {
    id: string;
    properties: Readonly<Record<string, number>>;
  }) => ({
    id,
    properties,
  });
  if ("records" in data) return { ...data, records: data.records.map(label) };
  return data.map((crystal) => ({ ...label(crystal), structure: crystal.structure }));
}

// In the same form as this file: JavaScript in the package, TypeScript in the source tree, where a Node
// that does not strip types needs another module.
const ownModule = new URL(`trainingWorker${extname(import.meta.url)}`, import.meta.url);
