import { describe, expect, it } from "@jest/globals";
import type { Design } from "@ftcp/sampling";
import { qualifyCase } from "./qualifyCase.ts";

const design = (number: number | undefined, deviation?: number): Design =>
  ({
    repair: number === undefined ? {} : { spaceGroup: { number } },
    ...(deviation === undefined ? {} : { reencoded: { uncertainty: { band_gap: deviation } } }),
  }) as unknown as Design;

describe("qualifyCase", () => {
  it("tells the median uncertainty, low symmetries and copies of a known local order", () => {
    // C m, Cc (order 2, 2), C 2/m (4), F m -3 m (48), one unknown.
    const designs = [
      design(8, 0.1),
      design(9, 0.3),
      design(12, 0.2),
      design(225),
      design(undefined),
    ];
    const similar = [0.01, 0.05, 0.2].map((dissimilarity) => ({ id: "a", dissimilarity }));
    expect(qualifyCase(designs, [...similar, undefined])).toEqual({
      ...{ uncertainty: { band_gap: 0.2 }, lowSymmetry: 2 / 4, alike: 1 },
    });
  });

  it("says nothing of what was not measured", () => {
    expect(qualifyCase([design(undefined)], undefined)).toEqual({
      ...{ uncertainty: {}, lowSymmetry: undefined, alike: undefined },
    });
  });
});
