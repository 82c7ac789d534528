/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { afterAll, beforeAll, describe, expect, it, jest } from "@jest/globals";
import { tfjsEngine, type TrainingEngine } from "@ftcp/vae";
import { enableRelaxedSimd, loadRuntime } from "@ftcp/onnx/node";
import { nativeBackend } from "@ftcp/testing";
import { startEngine } from "@ftcp/vae/node";
import { onnxEngine } from "@ftcp/vae/onnx";
import { prepareWasmBackend } from "@ftcp/vae/wasm";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { compareEngines, runOnCpu, type EngineNumbers } from "./compareEngines.ts";
import { toyCrystals } from "./toyCrystals.ts";
import { createToyLoss, fullSize, type ToyLoss } from "./toyLoss.ts";

// As `ftcp train` does. engines.test.ts runs without it, with the bits of the package's own products.
enableRelaxedSimd();
jest.setTimeout(1_800_000); // tfjs cpu takes minutes for a step

describe("at full size, 3.46 million weights and a batch of 16", () => {
  let loss: ToyLoss;
  let reference: EngineNumbers;
  beforeAll(async () => {
    tf.enableProdMode();
    await tf.setBackend("cpu");
    loss = await createToyLoss(16, { ...fullSize, crystals: toyCrystals(15) });
    const count = [...loss.weights.values()].reduce((sum, { length }) => sum + length, 0);
    expect(count).toBeGreaterThan(3.4e6);
    reference = await runOnCpu(loss);
  });
  afterAll(() => {
    loss.dispose();
  });

  it("tfjs-wasm gives the loss and gradients of tfjs cpu to 1e-5", async () => {
    await prepareWasmBackend();
    await expectEqual(tfjsEngine());
    await tf.setBackend("cpu");
  });

  (nativeBackend.installed ? it : it.skip)(
    `tfjs-node gives the loss and gradients of tfjs cpu to 1e-5${nativeBackend.installed ? "" : " (not installed)"}`,
    async () => {
      await expectEqual(await startEngine("node"));
      await tf.setBackend("cpu");
    },
  );

  it.each(["onnxruntime-node", "onnxruntime-web"] as const)(
    "%s gives the loss and gradients of tfjs cpu to 1e-5",
    async (name) => {
      const { runtime } = await loadRuntime([name]);
      await expectEqual(onnxEngine(runtime));
    },
  );

  async function expectEqual(engine: TrainingEngine): Promise<void> {
    const { terms, gradients } = await compareEngines(engine, loss, reference);
    expect(terms).toBeLessThan(1e-5);
    expect(gradients).toEqual([]);
  }
});
