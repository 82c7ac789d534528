import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { wrapFractional } from "./wrapFractional.ts";

describe("wrapFractional", () => {
  it("moves coordinates into the cell", () => {
    expect([-1.25, -0.25, 0, 0.5, 1, 2.75].map(wrapFractional)).toEqual([
      0.75, 0.75, 0, 0.5, 0, 0.75,
    ]);
  });

  it("gives neither 1 nor -0", () => {
    expect(wrapFractional(-1e-20)).toBe(0);
    expect(wrapFractional(-0)).toBe(0);
    expect(wrapFractional(-1)).toBe(0);
  });

  it("gives [0, 1) for every finite number", () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (x) => {
        const wrapped = wrapFractional(x);
        expect(wrapped >= 0 && wrapped < 1 && !Object.is(wrapped, -0)).toBe(true);
      }),
    );
  });

  it("keeps NaN", () => {
    expect(wrapFractional(NaN)).toBeNaN();
  });
});
