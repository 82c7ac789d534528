/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { loadRuntime } from "@ftcp/onnx/node";
import { createRandom } from "@ftcp/random";
import {
  createPropertyDifferentiator,
  supervisedRegression,
  tfjsEngine,
  trainVae,
  type CrystalVae,
  type TrainingEngine,
} from "@ftcp/vae";
import { onnxEngine } from "@ftcp/vae/onnx";
import "@tensorflow/tfjs-backend-cpu";
import * as tf from "@tensorflow/tfjs-core";
import { toyCrystals, toyLayout, toyNetwork } from "./toyCrystals.ts";

const engines: readonly (readonly [string, () => Promise<TrainingEngine>])[] = [
  ["tfjs", () => Promise.resolve(tfjsEngine())],
  ["onnxruntime-node", async () => onnxEngine((await loadRuntime(["onnxruntime-node"])).runtime)],
];
let model: CrystalVae;
let latents: { readonly data: Float32Array; readonly shape: readonly [number, number] };

beforeAll(async () => {
  tf.enableProdMode(); // no banner
  await tf.setBackend("cpu");
  const events = trainVae(toyCrystals(10), {
    ...{ layout: toyLayout, network: toyNetwork, seed: 1, epochs: 3, batchSize: 4 },
    regression: supervisedRegression(["energy", "gap"], { logarithmic: ["gap"] }),
  });
  for await (const event of events) if (event.kind === "done") model = event.model;
  const random = createRandom(5);
  const data = Float32Array.from({ length: 5 * model.latentSize }, () => random.normal());
  latents = { data, shape: [5, model.latentSize] };
});

afterAll(() => {
  model.dispose();
});

describe.each(engines)("property gradients on %s", (_, start) => {
  it("are finite differences of the predictions, also of a logarithmic property", async () => {
    const differentiator = await createPropertyDifferentiator(model, {
      ...{ engine: await start(), batchSize: 3 }, // 5 latents: one batch is filled up
    });
    const { properties, gradients } = await differentiator.differentiateProperties(latents);
    expect(Array.from(properties)).toEqual(Array.from(await model.predict(latents)));
    const [count, size] = latents.shape;
    const step = 1e-2;
    for (const dimension of [0, 3, size - 1]) {
      const shifted = async (by: number): Promise<Float32Array> =>
        model.predict({
          data: latents.data.map((value, i) => (i % size === dimension ? value + by : value)),
          shape: latents.shape,
        });
      const [above, below] = [await shifted(step), await shifted(-step)];
      for (let row = 0; row < count * 2; row++) {
        const expected = ((above[row] as number) - (below[row] as number)) / (2 * step);
        const scale = Math.abs(properties[row] as number) + 1;
        const difference = (gradients[row * size + dimension] as number) - expected;
        expect(Math.abs(difference) / scale).toBeLessThan(2e-4);
      }
    }
    expect(gradients.some((value) => Math.abs(value) > 1e-3)).toBe(true);
    await differentiator.dispose();
  });

  it("leave no tensor behind", async () => {
    const before = tf.memory().numTensors;
    const differentiator = await createPropertyDifferentiator(model, { engine: await start() });
    await differentiator.differentiateProperties(latents);
    await differentiator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("a property differentiator", () => {
  it("refuses latents of another size, and a batch of no latents", async () => {
    const differentiator = await createPropertyDifferentiator(model);
    const wrong = { data: new Float32Array(3), shape: [1, 3] as const };
    await expect(differentiator.differentiateProperties(wrong)).rejects.toMatchObject({
      code: "VAE_SHAPE",
    });
    await differentiator.dispose();
    await expect(createPropertyDifferentiator(model, { batchSize: 0 })).rejects.toThrow(RangeError);
  });
});
