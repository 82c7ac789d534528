import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { measureNorm } from "./measureNorm.ts";

describe("measureNorm", () => {
  it("is the root of all squares, over arrays of any length", () => {
    const arrays = fc.array(fc.float32Array({ noNaN: true, min: -1e3, max: 1e3, maxLength: 9 }));
    fc.assert(
      fc.property(arrays, (lists) => {
        const gradients = new Map(lists.map((values, i) => [String(i), values]));
        const expected = Math.hypot(...lists.flatMap((values) => [...values]));
        expect(Math.abs(measureNorm(gradients) - expected)).toBeLessThanOrEqual(1e-12 * expected);
      }),
    );
  });

  it("is not finite when a number is not", () => {
    for (const bad of [NaN, Infinity, -Infinity]) {
      for (let at = 0; at < 6; at++) {
        const values = new Float32Array(6);
        values[at] = bad;
        expect(Number.isFinite(measureNorm(new Map([["w", values]])))).toBe(false);
      }
    }
  });
});
