import { describe, expect, it } from "@jest/globals";
import { balanceSparseWeights } from "./balanceSparseWeights.ts";
import { countLabels } from "./countLabels.ts";

const crystals = [
  { properties: { gap: 1, power: 300 } },
  { properties: { gap: 0, power: Number.NaN } },
  { properties: { gap: 2 } },
  { properties: {} },
];

describe("countLabels", () => {
  it("counts numbers, zero included, and neither NaN nor absent labels", () => {
    expect(countLabels(crystals, ["gap", "power", "other"])).toEqual({
      gap: 3,
      power: 1,
      other: 0,
    });
    expect(countLabels([], ["gap"])).toEqual({ gap: 0 });
  });
});

describe("balanceSparseWeights", () => {
  it("is the number of crystals per label", () => {
    expect(balanceSparseWeights(crystals, ["gap", "power"])).toEqual({ gap: 4 / 3, power: 4 });
  });

  it("stays below the limit", () => {
    expect(balanceSparseWeights(crystals, ["power"], { limit: 2 })).toEqual({ power: 2 });
    const many = [...crystals, ...Array.from({ length: 96 }, () => ({ properties: {} }))];
    expect(balanceSparseWeights(many, ["power"])).toEqual({ power: 16 });
  });

  it("refuses a property without a label", () => {
    expect(() => balanceSparseWeights(crystals, ["power", "other"])).toThrow(
      expect.objectContaining({
        code: "SEMISUPERVISED_NO_LABELS",
        data: { property: "other", crystals: 4 },
      }),
    );
  });
});
