import { describe, expect, it } from "@jest/globals";
import { LearningRate } from "./learningRate.ts";

describe("LearningRate", () => {
  it("rises over the warm-up, then falls along a cosine to 2 % of the peak", () => {
    const rate = new LearningRate({ kind: "cosine" }, 1, 100, 100);
    expect(rate.at(0)).toBeCloseTo(1 / 200, 3);
    expect(rate.at(199)).toBeCloseTo(1, 2);
    expect(rate.at(5000)).toBeCloseTo(0.51, 6);
    expect(rate.at(10_000)).toBeCloseTo(0.02, 12);
    for (let step = 200; step < 10_000; step += 100) {
      expect(rate.at(step + 100)).toBeLessThan(rate.at(step));
    }
  });

  it("is constant, or falls in steps of epochs", () => {
    const constant = new LearningRate({ kind: "constant" }, 0.5, 10, 10);
    expect([0, 50, 99].map((step) => constant.at(step))).toEqual([0.5, 0.5, 0.5]);
    const step = new LearningRate({ kind: "step", every: 2, factor: 0.1 }, 1, 10, 10);
    expect([0, 19, 20, 40].map((at) => step.at(at))).toEqual([1, 1, 0.1, 0.1 ** 2]);
  });

  it("cuts the rate when the loss has not fallen for the patience, and no further than the minimum", () => {
    const rate = new LearningRate(
      { kind: "plateau", factor: 0.1, patience: 2, minimum: 0.05 },
      1,
      10,
      100,
    );
    const rates = [5, 4, 4, 4, 4, 4, 3, 3, 3].map((loss, epoch) => {
      rate.endEpoch(loss, 10 * (epoch + 1));
      return rate.at(10 * (epoch + 1));
    });
    expect(rates).toEqual([1, 1, 1, 0.1, 0.1, 0.05, 0.05, 0.05, 0.05]);
  });

  it("never raises the rate again, where the reference's does", () => {
    const rate = new LearningRate({ kind: "reference" }, 5e-4, 10, 200);
    let last = Infinity;
    for (let epoch = 0; epoch < 200; epoch++) {
      const now = rate.at(10 * epoch);
      expect(now).toBeLessThanOrEqual(last);
      last = now;
      rate.endEpoch(epoch < 20 ? 100 - epoch : 80, 10 * (epoch + 1)); // stalls from epoch 20 on
    }
    expect(last).toBe(1e-6);
  });

  it("goes on where it was when its state is restored", () => {
    const make = (): LearningRate => new LearningRate({ kind: "plateau", patience: 2 }, 1, 1, 10);
    const [whole, first, second] = [make(), make(), make()];
    const losses = [3, 3, 3, 3, 3, 3];
    losses.forEach((loss, step) => {
      whole.endEpoch(loss, step + 1);
    });
    losses.slice(0, 2).forEach((loss, step) => {
      first.endEpoch(loss, step + 1);
    });
    second.restore(JSON.parse(JSON.stringify(first.state)) as typeof first.state);
    losses.slice(2).forEach((loss, step) => {
      second.endEpoch(loss, step + 3);
    });
    expect(second.state).toEqual(whole.state);
    expect(second.at(6)).toBe(whole.at(6));
  });
});
