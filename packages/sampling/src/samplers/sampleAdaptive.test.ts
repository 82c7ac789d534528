import { describe, expect, it } from "@jest/globals";
import { sampleAdaptive } from "./sampleAdaptive.ts";
import type { AdaptiveStream } from "./sampleAdaptive.ts";

const roots = [
  { id: "a", latent: new Float32Array(16) },
  { id: "b", latent: new Float32Array(16).fill(1) },
];

/** Reports a sample as valid when it lies nearer than `limit` to its root: it breaks beyond. */
function run(stream: AdaptiveStream, limits: Readonly<Record<string, number>>, last: number) {
  const outcomes: boolean[] = [];
  for (const sample of stream) {
    const isValid = sample.distance < (limits[sample.roots[0] ?? ""] ?? 0);
    stream.report(sample, isValid);
    outcomes.push(isValid);
  }
  return outcomes.slice(-last).filter(Boolean).length / last;
}

describe("sampleAdaptive", () => {
  it("finds, for each root, the scale at which the wanted share is valid", () => {
    const stream = sampleAdaptive({ roots, perRoot: 3000, seed: 1, rate: 0.8 });
    const share = run(stream, { a: 2, b: 8 }, 2000);
    expect(Math.abs(share - 0.8)).toBeLessThan(0.03);
    // Of 16 normal numbers 80 % have a norm below √20.47 (the chi-squared distribution's quantile).
    expect(Math.abs(stream.scaleOf("a") - 2 / Math.sqrt(20.465))).toBeLessThan(0.05);
    expect(Math.abs(stream.scaleOf("b") - 8 / Math.sqrt(20.465))).toBeLessThan(0.2);
  });

  it("grows the scale until the wanted share is new", () => {
    const stream = sampleAdaptive({ roots, perRoot: 3000, seed: 2, goal: "new", scale: 0.1 });
    for (const sample of stream) stream.report(sample, sample.distance > 4);
    // Half of all such norms are above √15.34.
    expect(Math.abs(stream.scaleOf("a") - 4 / Math.sqrt(15.338))).toBeLessThan(0.08);
  });

  it("gives the same bytes for the same seed and reports, and others for other reports", () => {
    const collect = (isValid: boolean): readonly Float32Array[] => {
      const stream = sampleAdaptive({ roots, perRoot: 20, seed: 3 });
      return Array.from(stream, (sample) => {
        stream.report(sample, isValid);
        return sample.latent;
      });
    };
    expect(collect(true)).toEqual(collect(true));
    expect(collect(true)).not.toEqual(collect(false));
  });

  it("stays within its limits and says where samples come from", () => {
    const limits = { min: 0.5, max: 0.7 };
    const stream = sampleAdaptive({ roots, perRoot: 50, seed: 4, limits });
    const seen = Array.from(stream, (sample) => {
      stream.report(sample, false);
      return sample;
    });
    expect(seen.map(({ step }) => step).every((step) => step >= 0.5 && step <= 0.7)).toBe(true);
    expect(stream.scaleOf("a")).toBe(0.5);
    expect(seen[1]).toMatchObject({ sampler: "adaptive", roots: ["b"], step: 0.6 });
  });

  it("refuses what is no goal, no scale and no root of it", () => {
    const make = (options: object) => () =>
      sampleAdaptive({ roots, perRoot: 1, seed: 1, ...options });
    expect(make({ rate: 1 })).toThrow(RangeError);
    expect(make({ scale: 10 })).toThrow(RangeError);
    expect(make({ limits: { min: 0, max: 1 } })).toThrow(RangeError);
    expect(make({ deviations: [1] })).toThrow(RangeError);
    expect(make({ roots: [...roots, ...roots] })).toThrow(RangeError);
    expect(() => make({})().scaleOf("c")).toThrow(RangeError);
  });
});
