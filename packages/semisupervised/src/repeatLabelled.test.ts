import { describe, expect, it } from "@jest/globals";
import { balanceSparseWeights } from "./balanceSparseWeights.ts";
import { repeatLabelled } from "./repeatLabelled.ts";

const crystals: readonly { id: number; properties: Record<string, number> }[] = [
  { id: 0, properties: { gap: 1 } },
  { id: 1, properties: { gap: 2, factor: 300 } },
  { id: 2, properties: { gap: 3, factor: Number.NaN } },
  { id: 3, properties: { gap: 4 } },
];
const ids = (times: number): number[] =>
  repeatLabelled(crystals, ["factor"], times).map(({ id }) => id);

describe("repeatLabelled", () => {
  it("repeats crystals that know the sparse property, and no others", () => {
    expect(ids(1)).toEqual([0, 1, 2, 3]);
    expect(ids(3)).toEqual([0, 1, 2, 3, 1, 1]);
  });

  it("lets the balanced weight shrink as labels grow in number", () => {
    const weight = (times: number): number | undefined =>
      balanceSparseWeights(repeatLabelled(crystals, ["factor"], times), ["factor"])["factor"];
    expect([weight(1), weight(2), weight(3)]).toEqual([4, 2.5, 2]);
  });

  it("refuses other numbers, and a property that nobody knows", () => {
    expect(() => ids(0)).toThrow(RangeError);
    expect(() => ids(1.5)).toThrow(RangeError);
    expect(() => repeatLabelled(crystals, ["charm"], 2)).toThrow(
      expect.objectContaining({ code: "SEMISUPERVISED_NO_LABELS" }),
    );
  });
});
