import { rm } from "node:fs/promises";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "@jest/globals";
import { bundleModule } from "@ftcp/testing";
import { tfjsEngine, trainVae, VaeError, type TrainingEvent } from "@ftcp/vae";
import { trainInWorker, type WorkerTrainingOptions } from "@ftcp/vae/node";
import { binary, toyCrystals } from "./toyCrystals.ts";
import { collect, modelBytes, toyTraining, trainingSet } from "./toyTraining.ts";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import * as tf from "@tensorflow/tfjs-core";

let worker: URL;
let oddWorker: URL;
beforeAll(async () => {
  worker = await bundleModule(new URL("../src/node/trainingWorker.ts", import.meta.url));
  oddWorker = await bundleModule(new URL("workers/oddWorker.ts", import.meta.url));
});
afterAll(async () => {
  for (const url of [worker, oddWorker]) await rm(new URL(".", url), { recursive: true });
});

const options = (changes: Partial<WorkerTrainingOptions> = {}): WorkerTrainingOptions => ({
  ...{ ...toyTraining, engine: "wasm", worker },
  ...changes,
});

describe("trainInWorker", () => {
  // Wasm on both sides, whatever else is installed: bytes are compared.
  let tensors = 0;
  beforeAll(prepareWasmBackend);
  beforeEach(() => {
    tensors = tf.memory().numTensors;
  });
  afterEach(() => {
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it("gives the events and the bytes of trainVae on the same engine", async () => {
    const inThread = await collect(trainInWorker(trainingSet, options({ checkpointEvery: 1 })));
    const { layout, network, regression, seed, epochs, batchSize } = toyTraining;
    const plain = { layout, regression, seed, epochs, network: network ?? {}, checkpointEvery: 1 };
    const size = { batchSize: batchSize ?? 0, engine: tfjsEngine() };
    const here = await collect(trainVae(trainingSet, { ...plain, ...size }));
    expect(inThread.map(withoutTimes)).toEqual(here.map(withoutTimes));
    expect(await modelBytes(inThread)).toEqual(await modelBytes(here));
  });

  it.each(["onnxruntime-node", "onnxruntime-web"] as const)(
    "runs %s and says so",
    async (engine) => {
      const events = await collect(trainInWorker(trainingSet, options({ engine, threads: 1 })));
      const started = events.find((event) => event.kind === "started");
      expect(started?.engine).toContain(engine);
      expect(started?.passedOver).toEqual([]);
      const done = events.at(-1);
      expect(done?.kind === "done" && done.model.about["engine"]).toBe(started?.engine);
      await modelBytes(events);
    },
  );

  it("leaves the caller's event loop free", async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    // tfjs in plain JavaScript: steps of this size block a thread for a good while.
    const slow = options({ engine: "cpu", epochs: 1, batchSize: 8, network: {} });
    const steps: number[] = [];
    const training = trainInWorker(toyCrystals(8), slow);
    for await (const event of training) {
      if (event.kind === "started") {
        steps.push(performance.now());
        delay.enable();
      }
      if (event.kind === "step") {
        steps.push(performance.now());
        delay.disable();
      }
      if (event.kind === "done") event.model.dispose();
    }
    const [from = 0, to = 0] = steps;
    expect(to - from).toBeGreaterThan(300);
    // In the same thread the delay would be the whole step.
    expect(delay.percentile(90) / 1e6).toBeLessThan(0.2 * (to - from));
  });

  it("stops on abort with a checkpoint, and goes on from it to the same bytes", async () => {
    const whole = await modelBytes(await collect(trainInWorker(trainingSet, options())));
    const controller = new AbortController();
    const reason = new Error("enough");
    const seen: TrainingEvent[] = [];
    const interrupted = async (): Promise<void> => {
      const long = options({ signal: controller.signal });
      for await (const event of trainInWorker(trainingSet, long)) {
        seen.push(event);
        if (event.kind === "started") controller.abort(reason);
      }
    };
    await expect(interrupted()).rejects.toBe(reason);
    const checkpoint = seen.at(-1);
    if (checkpoint?.kind !== "checkpoint") throw new Error("no checkpoint");
    expect(checkpoint.step).toBeLessThan(6);
    const resumed = options({ resume: checkpoint.bytes });
    expect(await modelBytes(await collect(trainInWorker(trainingSet, resumed)))).toEqual(whole);
    await expect(
      collect(trainInWorker(trainingSet, options({ signal: controller.signal }))),
    ).rejects.toBe(reason);
  });

  it("brings errors home with class, code and data", async () => {
    const odd = { species: [{ element: "Na", occupancy: 0.5 }], fractional: [0, 0, 0] as const };
    const disordered = { ...binary("Na", "Cl", 5.6, 90), sites: [odd] };
    const bad = { id: "odd", structure: disordered, properties: {} };
    const failing = collect(trainInWorker([bad], options()));
    await expect(failing).rejects.toBeInstanceOf(VaeError);
    await expect(failing).rejects.toMatchObject({ code: "VAE_NO_CRYSTALS", data: { given: 1 } });
    const events = await collect(trainInWorker([bad, ...trainingSet], options({ epochs: 1 })));
    await modelBytes(events);
    expect(events[0]).toMatchObject({
      ...{ kind: "skipped", id: "odd" },
      error: { name: "FeaturizeError", code: "FEATURIZE_DISORDERED_SITE" },
    });
    await expect(
      collect(trainInWorker(trainingSet, options({ patience: 1 }))),
    ).rejects.toBeInstanceOf(RangeError);
  });

  it("knows the regressions that its module plugs in, and no others", async () => {
    const regression = {
      ...{ properties: ["energy"], settings: { kind: "nothing" }, requiresLabels: false },
      loss: () => {
        throw new Error("runs in the thread alone");
      },
    };
    const events = await collect(
      trainInWorker(trainingSet, options({ regression, worker: oddWorker })),
    );
    const epoch = events.find((event) => event.kind === "epoch");
    expect(epoch?.loss.regression).toBe(0);
    await modelBytes(events);
    await expect(
      collect(trainInWorker(trainingSet, options({ regression }))),
    ).rejects.toMatchObject({ code: "VAE_UNKNOWN_REGRESSION", data: { kind: "nothing" } });
  });

  it("says when the thread dies or cannot start", async () => {
    const regression = { ...toyTraining.regression, settings: { kind: "deadly" } };
    await expect(
      collect(trainInWorker(trainingSet, options({ regression, worker: oddWorker }))),
    ).rejects.toMatchObject({ code: "VAE_WORKER_FAILED" });
    const nowhere = new URL("nowhere.mjs", worker);
    await expect(
      collect(trainInWorker(trainingSet, options({ worker: nowhere }))),
    ).rejects.toMatchObject({ code: "VAE_WORKER_FAILED" });
  });

  it("ends the thread of who leaves early", async () => {
    for await (const event of trainInWorker(trainingSet, options({ epochs: 1000 }))) {
      if (event.kind === "step") break;
    }
  });
});

function withoutTimes(event: TrainingEvent): unknown {
  switch (event.kind) {
    case "step":
      return { ...event, crystalsPerSecond: 0, secondsLeft: 0 };
    case "epoch":
      return { ...event, seconds: 0 };
    case "done":
      return { kind: "done" };
    default:
      return event;
  }
}
