import { describe, expect, it } from "@jest/globals";
import { learningRateAt } from "./learningRateAt.ts";

describe("learningRateAt", () => {
  it("rises over the warm-up, then falls along a cosine to 2 % of the peak", () => {
    expect(learningRateAt(0, 10_000, 1)).toBeCloseTo(1 / 200, 3);
    expect(learningRateAt(199, 10_000, 1)).toBeCloseTo(1, 2);
    expect(learningRateAt(5000, 10_000, 1)).toBeCloseTo(0.51, 6);
    expect(learningRateAt(10_000, 10_000, 1)).toBeCloseTo(0.02, 12);
    for (let step = 200; step < 10_000; step += 100) {
      expect(learningRateAt(step + 100, 10_000, 1)).toBeLessThan(learningRateAt(step, 10_000, 1));
    }
  });
});
