/** @jest-environment ../../internal/testing/src/hostArraysEnvironment.js */
import { describe, expect, it } from "@jest/globals";
import { createOverlapDifferentiator, supervisedRegression } from "@ftcp/vae";
import * as tf from "@tensorflow/tfjs-core";
import { engines, useToyLatents } from "./useToyLatents.ts";

const toy = useToyLatents(supervisedRegression(["energy"]), 2);

/** Overlaps of a decoded crystal as the formula says, from the decoder's plain numbers. */
async function overlapOf(latent: Float32Array): Promise<number> {
  const { model } = toy();
  const numbers: Record<string, Float32Array> = {};
  const decoded = tf.tidy(() => ({
    ...model.network.decode(tf.tensor2d(latent, [1, model.latentSize])),
  }));
  for (const [name, tensor] of Object.entries(decoded)) {
    numbers[name] = Float32Array.from(await tensor.data<"float32">());
    tensor.dispose();
  }
  const part = (name: string): Float32Array => numbers[name] ?? new Float32Array();
  const { offset, scale } = model.scaler.toJSON().cell;
  const cell = Array.from(part("cell"), (x, k) => x * at(scale, k) + at(offset, k));
  const [a, b, c] = [0, 1, 2].map((k) => Math.exp(Math.min(5, Math.max(-1, at(cell, k)))));
  const [x, y, z] = [3, 4, 5].map((k) => Math.min(0.97, Math.max(-0.97, at(cell, k))));
  const lengths = [a, b, c];
  const cosines = [1, z, y, z, 1, x, y, x, 1];
  const sites = part("turns").length / 6;
  const width = part("occupancy").length / sites;
  const places: number[][] = [];
  for (let site = 0; site < sites; site++) {
    const logits = [...part("occupancy").subarray(site * width, (site + 1) * width)];
    if (Math.max(...logits.slice(0, -1)) <= (logits.at(-1) ?? 0)) continue;
    const turn = part("turns").subarray(site * 6, site * 6 + 6);
    places.push([0, 1, 2].map((k) => Math.atan2(at(turn, 3 + k), at(turn, k)) / (2 * Math.PI)));
  }
  let sum = 0;
  for (const [i, place] of places.entries()) {
    for (const other of places.slice(0, i)) {
      const way = place.map((value, k) => value - at(other, k));
      const near = way.map((value) => value - Math.round(value));
      let squared = 1e-4;
      for (let r = 0; r < 3; r++) {
        for (let s = 0; s < 3; s++) {
          const dot = (lengths[r] ?? NaN) * (lengths[s] ?? NaN) * at(cosines, 3 * r + s);
          squared += at(near, r) * at(near, s) * dot;
        }
      }
      sum += Math.max(0, 1.5 - Math.sqrt(squared)) ** 2;
    }
  }
  return sum;
}

function at(list: ArrayLike<number | undefined>, index: number): number {
  return list[index] ?? NaN;
}

describe.each(engines)("overlap gradients on %s", (_, start) => {
  it("lead to crystals with smaller overlaps", async () => {
    const { model, latents } = toy();
    const differentiator = await createOverlapDifferentiator(model, {
      ...{ engine: await start(), batchSize: 3 }, // 5 latents: one batch is filled up
    });
    const gradients = await differentiator.differentiateOverlap(latents);
    expect(gradients).toHaveLength(latents.data.length);
    const size = model.latentSize;
    let checked = 0;
    for (let row = 0; row < latents.shape[0]; row++) {
      const latent = latents.data.slice(row * size, (row + 1) * size);
      const gradient = gradients.slice(row * size, (row + 1) * size);
      const norm = Math.hypot(...gradient);
      const before = await overlapOf(latent);
      if (before < 0.01) continue;
      checked++;
      expect(norm).toBeGreaterThan(0);
      const step = 1e-3 / norm;
      const after = await overlapOf(latent.map((value, k) => value - step * at(gradient, k)));
      expect(after).toBeLessThan(before);
    }
    expect(checked).toBeGreaterThan(0);
    await differentiator.dispose();
  });

  it("leave no tensor behind", async () => {
    const { model, latents } = toy();
    const before = tf.memory().numTensors;
    const differentiator = await createOverlapDifferentiator(model, { engine: await start() });
    await differentiator.differentiateOverlap(latents);
    await differentiator.dispose();
    expect(tf.memory().numTensors).toBe(before);
  });
});

describe("an overlap differentiator", () => {
  it("refuses latents of another size, and a batch of no latents", async () => {
    const { model } = toy();
    const differentiator = await createOverlapDifferentiator(model);
    const wrong = { data: new Float32Array(3), shape: [1, 3] as const };
    await expect(differentiator.differentiateOverlap(wrong)).rejects.toMatchObject({
      code: "VAE_SHAPE",
    });
    await differentiator.dispose();
    await expect(createOverlapDifferentiator(model, { batchSize: 0 })).rejects.toThrow(RangeError);
  });
});
