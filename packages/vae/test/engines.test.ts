/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { loadRuntime } from "@ftcp/onnx/node";
import { nativeBackend } from "@ftcp/testing";
import {
  tfjsEngine,
  trainVae,
  supervisedRegression,
  type CrystalVae,
  type TrainingEngine,
  type TrainingOptions,
} from "@ftcp/vae";
import { startEngine } from "@ftcp/vae/node";
import { onnxEngine } from "@ftcp/vae/onnx";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import { batchNormLoss } from "./batchNormLoss.ts";
import { compareEngines, runOnCpu, type EngineNumbers } from "./compareEngines.ts";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";
import { createToyLoss } from "./toyLoss.ts";

const onnx =
  (name: "onnxruntime-node" | "onnxruntime-web") => async (): Promise<TrainingEngine> => {
    const { runtime } = await loadRuntime([name]);
    return onnxEngine(runtime, { threads: 1 });
  };
const engines: readonly (readonly [string, () => Promise<TrainingEngine>])[] = [
  [
    "tfjs-wasm",
    async () => {
      await prepareWasmBackend();
      return tfjsEngine();
    },
  ],
  ["onnxruntime-node", onnx("onnxruntime-node")],
  ["onnxruntime-web", onnx("onnxruntime-web")],
];

let reference: EngineNumbers | undefined;

beforeAll(async () => {
  tf.enableProdMode(); // no banner
  await tf.setBackend("cpu");
});

describe.each(engines)("on %s", describeEngine);
const describeNative = nativeBackend.installed ? describe : describe.skip;
describeNative(`on tfjs-node${nativeBackend.installed ? "" : " (not installed)"}`, () => {
  describeEngine("tfjs-tensorflow", () => startEngine("node"));
});

function describeEngine(name: string, start: () => Promise<TrainingEngine>): void {
  let engine: TrainingEngine;
  beforeAll(async () => {
    engine = await start();
  });
  afterAll(async () => {
    await tf.setBackend("cpu");
  });

  it("the loss and every gradient of the autoencoder are those of tfjs cpu to 1e-5", async () => {
    expect(engine.name).toContain(name);
    const loss = await createToyLoss(4); // three crystals: a row is filled up
    reference ??= await runOnCpu(loss);
    const { terms, gradients } = await compareEngines(engine, loss, reference);
    expect(terms).toBeLessThan(1e-5);
    expect(gradients).toEqual([]);
    loss.dispose();
  });

  it("batch normalisation carries its moving averages from step to step", async () => {
    const found = await batchNormLoss(engine);
    const backend = tf.getBackend();
    await tf.setBackend("cpu");
    const expected = await batchNormLoss(tfjsEngine());
    await tf.setBackend(backend);
    expect(found.keys).toEqual(expected.keys);
    expected.numbers.forEach((number, i) => {
      expect(Math.abs((found.numbers[i] ?? NaN) - number)).toBeLessThan(1e-5);
    });
    // The averages of hand calculation, momentum 0.99: they moved, and evaluation uses them.
    expect(found.averages).toEqual(expected.byHand.map((value) => expect.closeTo(value, 5)));
  });

  it("a resumed training gives the same bytes: mid-epoch, early stopping, plateau", async () => {
    const crystals = toyCrystals(14);
    const options: TrainingOptions = {
      ...{ layout: toyLayout, network: toyNetwork, engine, seed: 3, epochs: 4, batchSize: 4 },
      regression: supervisedRegression(["energy", "gap"]),
      ...{ validation: crystals.slice(10), patience: 2, learningRate: 5e-3 },
      schedule: { kind: "plateau", patience: 1, factor: 0.5 },
      checkpointEverySteps: 1,
    };
    const checkpoints: Uint8Array[] = [];
    const finish = async (resume?: Uint8Array): Promise<Uint8Array> => {
      let model: CrystalVae | undefined;
      const given = resume === undefined ? options : { ...options, resume };
      for await (const event of trainVae(crystals.slice(0, 10), given)) {
        if (event.kind === "checkpoint" && resume === undefined) checkpoints.push(event.bytes);
        if (event.kind === "done") model = event.model;
      }
      const bytes = await model?.toBytes();
      model?.dispose();
      return bytes ?? new Uint8Array();
    };
    const whole = await finish();
    // Steps 4, 6 and 7: within the second epoch, at its end, and within the third.
    for (const at of [3, 5, 6]) expect(await finish(checkpoints[at])).toEqual(whole);
    expect(await finish(checkpoints.at(-1))).toEqual(whole);
  });

  it("divergence stops with VAE_DIVERGED and the last good checkpoint", async () => {
    const crystals = toyCrystals(8);
    const options: TrainingOptions = {
      ...{ layout: toyLayout, network: toyNetwork, engine, seed: 3, epochs: 4, batchSize: 4 },
      ...{ learningRate: 1e30, optimizer: { kind: "adam" }, schedule: { kind: "constant" } },
      regression: supervisedRegression(["energy", "gap"]),
    };
    let resume: Uint8Array | undefined;
    let steps = 0;
    const run = async (given: TrainingOptions): Promise<void> => {
      for await (const event of trainVae(crystals, given)) {
        if (event.kind === "checkpoint") resume = event.bytes;
        if (event.kind === "step") steps += 1;
      }
    };
    await expect(run(options)).rejects.toMatchObject({ code: "VAE_DIVERGED" });
    expect(steps).toBe(1);
    // Good means: its loss is finite, so that one step can be taken from it.
    expect(resume).toBeDefined();
    await expect(run({ ...options, resume: resume as Uint8Array })).rejects.toMatchObject({
      code: "VAE_DIVERGED",
    });
    expect(steps).toBe(2);
  });
}
