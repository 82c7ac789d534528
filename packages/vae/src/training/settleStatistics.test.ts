import { describe, expect, it } from "@jest/globals";
import { settleStatistics } from "./settleStatistics.ts";

const run = (start: number, batches: readonly number[]): Float32Array =>
  Float32Array.of(batches.reduce((kept, value) => 0.99 * kept + 0.01 * value, start));

describe("settleStatistics", () => {
  it("gives what every batch had, however few there were", () => {
    for (const steps of [1, 10, 432]) {
      const numbers = new Map([
        ["encoder.normalization0/moving_mean", run(0, Array<number>(steps).fill(0.25))],
        ["encoder.normalization0/moving_variance", run(1, Array<number>(steps).fill(0.0125))],
      ]);
      const settled = settleStatistics(numbers, steps);
      expect(settled.get("encoder.normalization0/moving_mean")?.[0]).toBeCloseTo(0.25, 5);
      expect(settled.get("encoder.normalization0/moving_variance")?.[0]).toBeCloseTo(0.0125, 5);
    }
  });

  it("weighs later batches more, and nothing else", () => {
    const batches = [3, 1, 4, 1, 5];
    const weights = batches.map((_, i) => 0.99 ** (batches.length - 1 - i));
    const sum = weights.reduce((total, weight) => total + weight, 0);
    const mean = batches.reduce((total, value, i) => total + value * (weights[i] ?? 0), 0) / sum;
    const numbers = new Map([["n/moving_variance", run(1, batches)]]);
    expect(settleStatistics(numbers, 5).get("n/moving_variance")?.[0]).toBeCloseTo(mean, 4);
  });

  it("leaves weights and what it is given alone", () => {
    const [kernel, variance] = [Float32Array.of(7), Float32Array.of(0.99)];
    const numbers = new Map([
      ["dense/kernel", kernel],
      ["n/moving_variance", variance],
    ]);
    const settled = settleStatistics(numbers, 1);
    expect(settled.get("dense/kernel")).toBe(kernel);
    expect(variance[0]).toBe(Math.fround(0.99));
    expect(settled.get("n/moving_variance")?.[0]).toBeCloseTo(0, 5);
    expect(settleStatistics(numbers, 0)).toBe(numbers);
  });
});
