import { readFileSync } from "node:fs";
import { describe, expect, it } from "@jest/globals";
import {
  compositionLabels,
  fingerprintComposition,
  standardizeFingerprints,
} from "@ftcp/fingerprint";

// By tools/reference/fingerprint/make_compositions.py: matminer 0.10.1.
const golden = JSON.parse(
  readFileSync(new URL("fixtures/compositions.json", import.meta.url), "utf8"),
) as {
  readonly labels: readonly string[];
  readonly compositions: readonly {
    readonly amounts: Readonly<Record<string, number>>;
    readonly numbers: readonly number[];
  }[];
};

describe("fingerprintComposition", () => {
  it("has the labels and the numbers of matminer's Magpie features", () => {
    expect(compositionLabels).toEqual(golden.labels);
    for (const { amounts, numbers } of golden.compositions) {
      const own = fingerprintComposition(amounts);
      const unlike = numbers.filter(
        (value, i) => !(Math.abs(value - (own[i] ?? NaN)) <= 1e-9 * Math.max(1, Math.abs(value))),
      );
      expect({ amounts, unlike }).toEqual({ amounts, unlike: [] });
    }
  });

  it("does not depend on the size of the formula nor the order of elements", () => {
    const numbers = Array.from(fingerprintComposition({ Ca: 1, Ti: 1, O: 3 }));
    const others = Array.from(fingerprintComposition({ O: 6, Ti: 2, Ca: 2 }));
    numbers.forEach((value, i) => {
      expect(others[i]).toBeCloseTo(value, 9);
    });
  });

  it("is NaN where a property is not known, and refuses what is no composition", () => {
    const at = compositionLabels.indexOf("MagpieData mean Electronegativity");
    expect(fingerprintComposition({ He: 1 })[at]).toBeNaN();
    expect(() => fingerprintComposition({})).toThrow(RangeError);
    expect(() => fingerprintComposition({ Na: -1, Cl: 2 })).toThrow(RangeError);
    expect(() => fingerprintComposition({ Xx: 1 })).toThrow(
      expect.objectContaining({ code: "CRYSTAL_UNKNOWN_ELEMENT" }),
    );
  });
});

describe("standardizeFingerprints", () => {
  it("centres and scales by the known ones, without those that are NaN", () => {
    const standardize = standardizeFingerprints([
      [0, 5, 1],
      [2, 5, NaN],
      [4, 5, 3],
    ]);
    const [first, second, third] = standardize([2 + Math.sqrt(8 / 3), 6, 3]);
    expect(first).toBeCloseTo(1, 12);
    expect(second).toBe(1);
    expect(third).toBeCloseTo(1, 12);
    expect(() => standardize([1])).toThrow(RangeError);
    expect(() => standardizeFingerprints([])).toThrow(RangeError);
    expect(() => standardizeFingerprints([[1], [1, 2]])).toThrow(RangeError);
  });
});
