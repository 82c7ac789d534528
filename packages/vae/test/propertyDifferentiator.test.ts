/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { describe, expect, it } from "@jest/globals";
import { createPropertyDifferentiator, supervisedRegression } from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";
import { engines, useToyLatents } from "./useToyLatents.ts";

const toy = useToyLatents(supervisedRegression(["energy", "gap"], { logarithmic: ["gap"] }), 1);

describe.each(engines)("property gradients on %s", (_, start) => {
  it("are finite differences of the predictions, also of a logarithmic property", async () => {
    const { model, latents } = toy();
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
    const { model, latents } = toy();
    const before = tf.memory().numTensors;
    const differentiator = await createPropertyDifferentiator(model, { engine: await start() });
    await differentiator.differentiateProperties(latents);
    await differentiator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("a property differentiator", () => {
  it("refuses latents of another size, and a batch of no latents", async () => {
    const { model } = toy();
    const differentiator = await createPropertyDifferentiator(model);
    const wrong = { data: new Float32Array(3), shape: [1, 3] as const };
    await expect(differentiator.differentiateProperties(wrong)).rejects.toMatchObject({
      code: "VAE_SHAPE",
    });
    await differentiator.dispose();
    await expect(createPropertyDifferentiator(model, { batchSize: 0 })).rejects.toThrow(RangeError);
  });
});
