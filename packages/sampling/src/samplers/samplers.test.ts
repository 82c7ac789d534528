import { describe, expect, it } from "@jest/globals";
import { expectClose } from "@ftcp/testing";
import type { LatentSample } from "./latentSample.ts";
import { latentDistance } from "./latentDistance.ts";
import { samplePerturbation } from "./samplePerturbation.ts";
import { sampleRandom } from "./sampleRandom.ts";
import { sampleSlerp } from "./sampleSlerp.ts";
import { slerp } from "./slerp.ts";

const roots = [
  { id: "a", latent: Float32Array.of(1, 0, 0) },
  { id: "b", latent: Float32Array.of(0, 2, 0) },
  { id: "c", latent: Float32Array.of(0, 0, -3) },
];
const bytes = (samples: readonly LatentSample[]) =>
  samples.map(({ latent }) => new Uint8Array(latent.buffer));

describe("samplePerturbation", () => {
  it("goes round the roots and tells which one it perturbed, how far", () => {
    const samples = [...samplePerturbation({ roots, perRoot: 2, seed: 1 })];
    expect(samples.map((sample) => sample.roots)).toEqual([
      ["a"],
      ["b"],
      ["c"],
      ["a"],
      ["b"],
      ["c"],
    ]);
    for (const {
      latent,
      roots: [id],
      distance,
      step,
      sampler,
    } of samples) {
      const root = roots.find((candidate) => candidate.id === id);
      expect(distance).toBe(latentDistance(root?.latent ?? [], latent));
      expect(distance).toBeGreaterThan(0);
      expect({ step, sampler }).toEqual({ step: 0.6, sampler: "lp" });
    }
  });

  it("adds normal noise of the asked scale in each dimension", () => {
    const root = { id: "zero", latent: new Float32Array(2) };
    const options = { roots: [root], perRoot: 20_000, seed: 2, scale: 0.5, deviations: [1, 4] };
    const samples = [...samplePerturbation(options)];
    for (const [dimension, expected] of [0.5, 2].entries()) {
      const values = samples.map(({ latent }) => latent[dimension] ?? 0);
      const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
      const squares = values.reduce((sum, x) => sum + x * x, 0) / values.length;
      // Five standard errors of the mean and of the standard deviation.
      expect(Math.abs(mean)).toBeLessThan((5 * expected) / Math.sqrt(20_000));
      expect(Math.abs(Math.sqrt(squares) - expected)).toBeLessThan((5 * expected) / 200);
    }
  });

  it("gives the same bytes for the same seed, others for another", () => {
    const sample = (seed: number) => bytes([...samplePerturbation({ roots, perRoot: 3, seed })]);
    expect(sample(7)).toEqual(sample(7));
    expect(sample(7)).not.toEqual(sample(8));
  });

  it("stays at the root with scale 0, and leaves the roots alone", () => {
    const [sample] = samplePerturbation({ roots, perRoot: 1, seed: 1, scale: 0 });
    expect(sample?.latent).toEqual(roots[0]?.latent);
    expect(sample?.distance).toBe(0);
    expect(sample?.latent).not.toBe(roots[0]?.latent);
  });

  it("refuses wrong calls at once", () => {
    const call = (change: object) => () =>
      samplePerturbation({ roots, perRoot: 1, seed: 1, ...change });
    const odd = [...roots, { id: "d", latent: Float32Array.of(1) }];
    for (const change of [
      { roots: [] },
      { roots: odd },
      { perRoot: 0 },
      { perRoot: 1.5 },
      { scale: -1 },
      { scale: Number.NaN },
      { deviations: [1] },
    ]) {
      expect(call(change)).toThrow(RangeError);
    }
  });
});

describe("sampleSlerp", () => {
  it("takes even steps on all pairs, the nearer root first", () => {
    const samples = [...sampleSlerp({ roots, count: Infinity, steps: 3, seed: 1 })];
    expect(samples).toHaveLength(9);
    const [a, b] = roots;
    if (a === undefined || b === undefined) throw new Error("no roots");
    expect(samples[0]?.latent).toEqual(slerp(a.latent, b.latent, 0.25));
    expect(samples[0]).toMatchObject({ roots: ["a", "b"], step: 0.25, sampler: "slerp" });
    expect(samples[2]).toMatchObject({ roots: ["b", "a"], step: 0.25 });
    for (const { latent, roots: ids, distance } of samples) {
      const distances = ids.map((id) => {
        const root = roots.find((candidate) => candidate.id === id);
        return latentDistance(root?.latent ?? [], latent);
      });
      expect(distance).toBe(Math.min(...distances));
      expect(distance).toBe(distances[0]);
    }
  });

  it("keeps to chosen pairs and to the count", () => {
    const chosen = { roots, pairs: [[2, 1]], steps: 4, seed: 1 } as const;
    const samples = [...sampleSlerp({ ...chosen, count: 3 })];
    expect(samples).toHaveLength(3);
    for (const sample of samples) expect([...sample.roots].sort()).toEqual(["b", "c"]);
  });

  it("draws every pair, and positions over the whole path, when no steps are given", () => {
    const samples = [...sampleSlerp({ roots, count: 600, seed: 3 })];
    const names = samples.map((sample) => [...sample.roots].sort().join(""));
    for (const name of ["ab", "ac", "bc"]) {
      const share = names.filter((candidate) => candidate === name).length;
      expect(share).toBeGreaterThan(150);
    }
    const steps = samples.map(({ step }) => step);
    expect(Math.min(...steps)).toBeLessThan(0.02);
    expect(Math.max(...steps)).toBeGreaterThan(0.5);
    for (const step of steps) expect(step > 0 && step < 1).toBe(true);
  });

  it("gives the same bytes for the same seed, others for another", () => {
    const sample = (seed: number) => bytes([...sampleSlerp({ roots, count: 10, seed })]);
    expect(sample(7)).toEqual(sample(7));
    expect(sample(7)).not.toEqual(sample(8));
  });

  it("refuses wrong calls at once", () => {
    const call = (change: object) => () => sampleSlerp({ roots, count: 1, seed: 1, ...change });
    for (const change of [
      { roots: roots.slice(0, 1) },
      { count: 0 },
      { steps: 0 },
      { pairs: [] },
      { pairs: [[0, 0]] },
      { pairs: [[0, 3]] },
    ]) {
      expect(call(change)).toThrow(RangeError);
    }
  });
});

describe("sampleRandom", () => {
  it("lets dimensions vary together with the full covariance, also where it is singular", () => {
    // Points on the line y = 2x + 1: their covariance is [[2, 4], [4, 8]], of rank one.
    const line = {
      data: Float32Array.of(-2, -3, -1, -1, 0, 1, 1, 3, 2, 5),
      shape: [5, 2],
    } as const;
    const samples = [
      ...sampleRandom({ latents: line, count: 4000, seed: 5, covariance: "full" }),
    ].map(({ latent: [x = 0, y = 0] }) => [x, y] as const);
    for (const [x, y] of samples) expect(y).toBeCloseTo(2 * x + 1, 5);
    const variance = samples.reduce((sum, [x]) => sum + x * x, 0) / samples.length;
    expect(Math.abs(variance / 2 - 1)).toBeLessThan(0.1);
    const [independent] = sampleRandom({ latents: line, count: 1, seed: 5 });
    const [x = 0, y = 0] = independent?.latent ?? [];
    expect(Math.abs(y - 2 * x - 1)).toBeGreaterThan(0.01);
  });

  const latents = { data: Float32Array.of(1, 10, 3, 10, 5, 10), shape: [3, 2] } as const;

  it("has the mean and the variance of the known latents", () => {
    const samples = [...sampleRandom({ latents, count: 20_000, seed: 4 })];
    const values = samples.map(({ latent }) => latent[0] ?? 0);
    const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
    const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
    expect(Math.abs(mean - 3)).toBeLessThan(0.06); // 5 standard errors
    expect(Math.abs(variance - 8 / 3)).toBeLessThan(0.14);
    expect(new Set(samples.map(({ latent }) => latent[1]))).toEqual(new Set([10]));
    expect(samples[0]).toMatchObject({ roots: [], sampler: "random", step: 1 });
  });

  it("gives the same bytes for the same seed, and measures from the mean", () => {
    const sample = (seed: number) => [...sampleRandom({ latents, count: 5, seed })];
    expect(bytes(sample(7))).toEqual(bytes(sample(7)));
    expect(bytes(sample(7))).not.toEqual(bytes(sample(8)));
    for (const { latent, distance } of sample(7)) {
      expectClose([distance], [Math.hypot((latent[0] ?? 0) - 3, (latent[1] ?? 0) - 10)]);
    }
  });

  it("refuses wrong calls at once", () => {
    const none = { data: new Float32Array(), shape: [0, 2] } as const;
    const torn = { data: new Float32Array(3), shape: [2, 2] } as const;
    for (const change of [{ latents: none }, { latents: torn }, { count: -1 }, { scale: -1 }]) {
      expect(() => sampleRandom({ latents, count: 1, seed: 1, ...change })).toThrow(RangeError);
    }
  });
});

describe("every sampler", () => {
  it("streams without end and stops with the signal's reason", () => {
    const latents = { data: Float32Array.of(1, 10, 3, 10), shape: [2, 2] } as const;
    const reason = new Error("stop");
    for (const start of [
      (signal: AbortSignal) => samplePerturbation({ roots, perRoot: Infinity, seed: 1, signal }),
      (signal: AbortSignal) => sampleSlerp({ roots, count: Infinity, seed: 1, signal }),
      (signal: AbortSignal) => sampleRandom({ latents, count: Infinity, seed: 1, signal }),
    ]) {
      const controller = new AbortController();
      const stream = start(controller.signal);
      for (let i = 0; i < 1000; i++) expect(stream.next().done).toBe(false);
      controller.abort(reason);
      expect(() => stream.next()).toThrow(reason);
    }
  });
});

describe("latentDistance", () => {
  it("is Euclidean and refuses unlike sizes", () => {
    expect(latentDistance([0, 0], [3, 4])).toBe(5);
    expect(() => latentDistance([0], [3, 4])).toThrow(RangeError);
  });
});

describe("every sampler", () => {
  const latents = { data: Float32Array.of(0, 1, 2, 3), shape: [2, 2] } as const;
  const streams = {
    lp: (signal?: AbortSignal) =>
      samplePerturbation({
        ...{ roots, perRoot: Infinity, seed: 1, ...(signal === undefined ? {} : { signal }) },
      }),
    slerp: (signal?: AbortSignal) =>
      sampleSlerp({
        ...{ roots, count: Infinity, seed: 1, ...(signal === undefined ? {} : { signal }) },
      }),
    random: (signal?: AbortSignal) =>
      sampleRandom({
        ...{ latents, count: Infinity, seed: 1, ...(signal === undefined ? {} : { signal }) },
      }),
  };

  it.each(Object.entries(streams))(
    "is an async iterable of the same samples: %s",
    async (_, start) => {
      const awaited: LatentSample[] = [];
      for await (const sample of start()) {
        awaited.push(sample);
        if (awaited.length === 300) break;
      }
      const direct: LatentSample[] = [];
      for (const sample of start()) {
        direct.push(sample);
        if (direct.length === 300) break;
      }
      expect(bytes(awaited)).toEqual(bytes(direct));
    },
  );

  it.each(Object.entries(streams))("lets a timer abort an endless stream: %s", async (_, start) => {
    const controller = new AbortController();
    setTimeout(() => {
      controller.abort(new Error("enough"));
    }, 0);
    const read = async (): Promise<void> => {
      for await (const sample of start(controller.signal)) expect(sample.latent).toBeDefined();
    };
    await expect(read()).rejects.toThrow("enough");
  });
});
