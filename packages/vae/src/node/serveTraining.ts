import { parentPort, workerData } from "node:worker_threads";
import type { RegressionObjective } from "../losses/regressionObjective.ts";
import { restoreSupervisedRegression } from "../losses/restoreSupervisedRegression.ts";
import { trainVae } from "../training/trainVae.ts";
import type { TrainingOptions } from "../training/trainingOptions.ts";
import { VaeError } from "../vaeError.ts";
import { describeError } from "./describeError.ts";
import type { FileSource } from "./fileSource.ts";
import { openTensorFile } from "./openTensorFile.ts";
import { startEngine } from "./startEngine.ts";
import type { FromWorker, ToWorker, WorkerData, WorkerTask } from "./workerMessages.ts";

/**
 * Makes a regression again of its `settings`; `undefined` when they are of another kind.
 */
export type RestoreRegression = (
  settings: Readonly<Record<string, unknown>>,
) => RegressionObjective | undefined;

/**
 * What the module of a training worker calls, once: it trains what {@link trainInWorker} asks for.
 *
 * @param regressions - what makes regressions of other packages again; those of this package are known
 *
 * @example
 * ```ts
 * // trainingWorker.ts
 * import { restoreSemisupervisedRegression } from "@ftcp/semisupervised";
 * import { serveTraining } from "@ftcp/vae/node";
 *
 * await serveTraining([restoreSemisupervisedRegression]);
 * ```
 */
export async function serveTraining(regressions: readonly RestoreRegression[] = []): Promise<void> {
  const port = parentPort;
  if (port === null) throw new TypeError("serveTraining was called outside of a worker thread");
  const controller = new AbortController();
  let proceed = (): void => undefined;
  port.on("message", (message: ToWorker) => {
    if (message.kind === "abort") controller.abort();
    else proceed();
  });
  // Goes on when the reader asks for more, as a generator does: what was aborted meanwhile stays undone.
  const send = (message: FromWorker, transfer: readonly ArrayBuffer[] = []): Promise<void> =>
    new Promise((resolve) => {
      proceed = resolve;
      port.postMessage(message, transfer);
    });
  const files: FileSource[] = [];
  try {
    const task = workerData as WorkerTask;
    const model = await train(task, regressions, controller.signal, files, send);
    port.postMessage({ kind: "done", model } satisfies FromWorker, [model.buffer]);
  } catch (error) {
    port.postMessage({ kind: "failed", error: describeError(error) } satisfies FromWorker);
  } finally {
    await Promise.all(files.map((file) => file.close()));
    port.close(); // nothing else keeps the thread alive
  }
}

async function train(
  task: WorkerTask,
  regressions: readonly RestoreRegression[],
  signal: AbortSignal,
  files: FileSource[],
  send: (message: FromWorker, transfer?: readonly ArrayBuffer[]) => Promise<void>,
): Promise<Uint8Array<ArrayBuffer>> {
  const { data, validation, options, engine, threads } = task;
  const open = async (given: WorkerData): Promise<Parameters<typeof trainVae>[0]> => {
    if (!("records" in given)) return given;
    const file = await openTensorFile(given, options.layout);
    files.push(file);
    return file;
  };
  const regression = restoreRegression(task.regression, regressions);
  const source = await open(data);
  const held = validation === undefined ? {} : { validation: await open(validation) };
  const started = await startEngine(engine, threads === undefined ? {} : { threads });
  const whole: TrainingOptions = { ...options, ...held, regression, engine: started, signal };
  for await (const event of trainVae(source, whole)) {
    switch (event.kind) {
      case "skipped":
        await send({ kind: "skipped", id: event.id, error: describeError(event.error) });
        break;
      case "checkpoint": {
        const bytes = new Uint8Array(event.bytes);
        await send({ kind: "event", event: { ...event, bytes } }, [bytes.buffer]);
        break;
      }
      case "done": {
        const bytes = new Uint8Array(await event.model.toBytes());
        event.model.dispose();
        return bytes;
      }
      default:
        await send({ kind: "event", event });
    }
  }
  throw new Error("the training ended without a model"); // it always ends with `done`
}

function restoreRegression(
  settings: Readonly<Record<string, unknown>>,
  regressions: readonly RestoreRegression[],
): RegressionObjective {
  for (const restore of [restoreSupervisedRegression, ...regressions]) {
    const regression = restore(settings);
    if (regression !== undefined) return regression;
  }
  const { kind } = settings;
  throw new VaeError(
    "VAE_UNKNOWN_REGRESSION",
    `the training worker does not know regressions of the kind ${String(kind)}`,
    { kind },
  );
}
