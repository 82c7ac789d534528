import { describe, expect, it } from "@jest/globals";
import type { DifferentiableModel } from "../differentiableModel.ts";
import { parseTarget } from "../targets/parseTarget.ts";
import { latentDistance } from "./latentDistance.ts";
import type { LatentSample } from "./latentSample.ts";
import { sampleOptimized } from "./sampleOptimized.ts";
import type { SampleOptimizedOptions } from "./sampleOptimized.ts";

/** x = z0 + z1² and y = sin(z0) - 2 z2, by hand; z3 matters to neither. */
const model: DifferentiableModel & { readonly batches: number[] } = {
  latentSize: 4,
  properties: ["x", "y"],
  batches: [],
  differentiateProperties({ data, shape: [count] }) {
    this.batches.push(count);
    const properties = new Float32Array(count * 2);
    const gradients = new Float32Array(count * 8);
    for (let i = 0; i < count; i++) {
      const [a = 0, b = 0, c = 0] = data.subarray(i * 4, i * 4 + 4);
      properties.set([a + b * b, Math.sin(a) - 2 * c], i * 2);
      gradients.set([1, 2 * b, 0, 0, Math.cos(a), 0, -2, 0], i * 8);
    }
    return Promise.resolve({ properties, gradients });
  },
};
const valuesOf = ({ latent: [a = 0, b = 0, c = 0] }: LatentSample): readonly [number, number] => [
  a + b * b,
  Math.sin(a) - 2 * c,
];
const roots = [
  { id: "a", latent: new Float32Array([0, 0.5, 0, 1]) },
  { id: "b", latent: new Float32Array([1, -1, 0.5, 0]) },
];
const basic = { model, roots, perRoot: 4, seed: 1 };

async function collect(
  options: Omit<SampleOptimizedOptions, "model" | "roots" | "perRoot" | "seed"> &
    Partial<SampleOptimizedOptions>,
): Promise<LatentSample[]> {
  const samples: LatentSample[] = [];
  for await (const sample of sampleOptimized({ ...basic, ...options })) samples.push(sample);
  return samples;
}

describe("sampleOptimized", () => {
  it("meets a value, a bound and a range at once, from every start", async () => {
    const cases = [
      [["x=2", "y=-1"], (x: number, y: number) => Math.abs(x - 2) < 0.01 && Math.abs(y + 1) < 0.01],
      [["x>3", "y<-0.5"], (x: number, y: number) => x >= 3 - 1e-3 && y <= -0.5 + 1e-3],
      [["0.2<x<0.3", "y=1"], (x: number, y: number) => x > 0.198 && x < 0.302 && y > 0.99],
    ] as const;
    for (const [texts, isMet] of cases) {
      const targets = texts.map((text) => parseTarget(text));
      const samples = await collect({ targets, tolerance: 1e-3, trust: 2 });
      expect(samples.map((sample) => isMet(...valuesOf(sample)))).toEqual(Array(8).fill(true));
    }
  });

  it("moves no further than it must: a start that meets the target stays", async () => {
    const targets = [parseTarget("x<100")];
    const samples = await collect({ targets, scale: 0 });
    expect(samples.map(({ step, distance }) => [step, distance])).toEqual(Array(8).fill([0, 0]));
  });

  it("leaves dimensions alone that no target depends on", async () => {
    const samples = await collect({ targets: [parseTarget("x=3")], scale: 0, trust: 2 });
    expect(samples[0]?.latent.slice(2)).toEqual(new Float32Array([0, 1]));
    expect(Math.abs(valuesOf(samples[0] as LatentSample)[0] - 3)).toBeLessThan(1e-3);
  });

  it("stays within the trust region, and comes as near to the target there as it can", async () => {
    const samples = await collect({ targets: [parseTarget("y=50")], trust: 0.5, scale: 0 });
    for (const sample of samples) {
      expect(sample.distance).toBeLessThanOrEqual(0.5 * 2 + 1e-6); // √4 dimensions
      expect(sample.distance).toBeGreaterThan(0.99);
      expect(sample.step).toBeGreaterThan(0);
    }
    // y rises fastest along (cos a, 0, -2): from a with |step| = 1, at most by about √5.
    expect(valuesOf(samples[0] as LatentSample)[1]).toBeGreaterThan(2.15);
  });

  it("measures the region and the noise in units of the deviations", async () => {
    const deviations = [0.01, 1, 1, 1];
    const targets = [parseTarget("x=40")];
    const samples = await collect({ targets, deviations, trust: 1 });
    for (const { latent, roots: names } of samples) {
      const root = roots.find(({ id }) => id === names[0])?.latent ?? [];
      const scaled = Array.from(latent, (z, i) => (z - (root[i] ?? 0)) / (deviations[i] ?? 1));
      expect(latentDistance(scaled, [0, 0, 0, 0])).toBeLessThan(2.001);
    }
  });

  it("gives the same bytes for the same seed, whatever the batch, and goes round the roots", async () => {
    const targets = [parseTarget("x=2"), parseTarget("y=0")];
    const one = await collect({ targets, batchSize: 3 });
    expect(await collect({ targets, batchSize: 64 })).toEqual(one);
    expect(await collect({ targets, seed: 2 })).not.toEqual(one);
    expect(one.map((sample) => sample.roots[0])).toEqual(["a", "b", "a", "b", "a", "b", "a", "b"]);
    expect(new Set(one.map(({ sampler }) => sampler))).toEqual(new Set(["optimized"]));
  });

  it("ends by the signal's reason, and streams without end", async () => {
    const controller = new AbortController();
    const { signal } = controller;
    const stream = sampleOptimized({
      ...{ ...basic, perRoot: Infinity, targets: [parseTarget("x=2")], signal, batchSize: 2 },
    });
    for (let i = 0; i < 10; i++) expect((await stream.next()).done).toBe(false);
    controller.abort(new Error("enough"));
    await expect(stream.next()).rejects.toThrow("enough");
  });

  it("keeps the best point when predictions are not finite", async () => {
    const broken: DifferentiableModel = {
      ...{ latentSize: 4, properties: ["x"] },
      differentiateProperties: ({ shape: [count] }) =>
        Promise.resolve({
          properties: new Float32Array(count).fill(Number.NaN),
          gradients: new Float32Array(count * 4).fill(Number.NaN),
        }),
    };
    const samples = await collect({ model: broken, targets: [parseTarget("x=1")], scale: 0 });
    expect(samples.map(({ distance }) => distance)).toEqual(Array(8).fill(0));
  });

  it("refuses unknown properties, models that answer wrongly and wrong calls", async () => {
    const targets = [parseTarget("x=1")];
    const start = (options: object) => () => sampleOptimized({ ...basic, targets, ...options });
    expect(start({ targets: [parseTarget("mass=1")] })).toThrow(
      expect.objectContaining({ code: "SAMPLING_UNKNOWN_PROPERTY", known: ["x", "y"] }),
    );
    expect(start({ targets: [] })).toThrow(RangeError);
    expect(start({ trust: 0 })).toThrow(RangeError);
    expect(start({ steps: 0 })).toThrow(RangeError);
    expect(start({ tolerance: -1 })).toThrow(RangeError);
    expect(start({ spreads: { x: 0 } })).toThrow(RangeError);
    expect(start({ deviations: [1] })).toThrow(RangeError);
    expect(start({ roots: [{ id: "c", latent: new Float32Array(3) }] })).toThrow(RangeError);
    const silent = {
      ...model,
      differentiateProperties: () =>
        Promise.resolve({
          properties: new Float32Array(0),
          gradients: new Float32Array(0),
        }),
    };
    await expect(collect({ targets, model: silent })).rejects.toMatchObject({
      code: "SAMPLING_MODEL_MISMATCH",
    });
  });
});
