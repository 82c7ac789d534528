/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { supervisedRegression, trainVae, type TrainingEngine } from "@ftcp/vae";
import { startEngine, type EngineName } from "@ftcp/vae/node";
import { nativeBackend } from "@ftcp/testing";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";

jest.setTimeout(1_800_000);

// What waits to be collected is no leak: without this the heap alone rises and falls by 100 MB.
setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

const names: readonly EngineName[] = [
  // Not cpu, which takes many minutes for a thousand steps.
  ...(["wasm", "onnxruntime-node", "onnxruntime-web"] as const),
  ...(nativeBackend.installed ? (["node"] as const) : []),
];

describe.each(names)("1,000 steps on %s", (name) => {
  let engine: TrainingEngine;
  let before = 0;
  beforeAll(async () => {
    await tf.setBackend("cpu");
    engine = await startEngine(name, { threads: 1 });
    before = tf.memory().numTensors;
  });
  afterAll(() => {
    expect(tf.memory().numTensors).toBe(before);
  });

  it("leak no tensor and take no more memory", async () => {
    const tensors = new Set<number>();
    const resident: number[] = [];
    const reachable: number[] = [];
    for await (const event of trainVae(toyCrystals(8), {
      ...{ layout: toyLayout, network: toyNetwork, engine, seed: 1, epochs: 500, batchSize: 4 },
      regression: supervisedRegression(["energy", "gap"]),
      schedule: { kind: "constant" },
    })) {
      if (event.kind === "done") event.model.dispose();
      if (event.kind !== "step" || event.step % 50 !== 0) continue;
      tensors.add(tf.memory().numTensors);
      collectGarbage();
      const { rss, heapUsed, external } = process.memoryUsage();
      resident.push(rss / 2 ** 20);
      reachable.push((heapUsed + external) / 2 ** 20);
    }
    expect(tensors.size).toBe(1);
    // After warm-up: the highest of the last ten against the highest of six before.
    const rise = (values: number[]): number =>
      Math.max(...values.slice(10)) - Math.max(...values.slice(4, 10));
    expect(resident).toHaveLength(20);
    expect(rise(reachable)).toBeLessThan(40);
    expect(rise(resident)).toBeLessThan(64);
  });
});
