import { describe, expect, it } from "@jest/globals";
import { LatentIndex } from "@ftcp/sampling";
import { averageNearest } from "./averageNearest.ts";

const index = new LatentIndex({
  ids: ["a", "b", "c", "d"],
  formulas: ["NaCl", "KCl", "MgO", "CaO"],
  propertyNames: ["gap", "energy"],
  properties: new Float32Array([5, -1, 4, -2, 6, NaN, 9, -3]),
  latents: { data: new Float32Array([0, 0, 1, 0, 0, 0.1, 5, 5]), shape: [4, 2] },
  attribution: "",
});

describe("averageNearest", () => {
  it("averages over the nearest crystals that know all the properties", () => {
    expect(averageNearest(index, [0, 0], ["gap"], 2)).toEqual({ gap: 5.5 }); // a and c
    const both = averageNearest(index, [0, 0], ["gap", "energy"], 2); // a and b: c lacks an energy
    expect(both).toEqual({ gap: 4.5, energy: -1.5 });
    expect(averageNearest(index, [5, 4], ["energy"], 1)).toEqual({ energy: -3 });
  });

  it("takes all crystals where there are no more, and knows nothing where there are none", () => {
    expect(averageNearest(index, [0, 0], ["energy"], 9)).toEqual({ energy: -2 });
    expect(averageNearest(index, [0, 0], ["hull"], 3)).toEqual({ hull: NaN });
  });
});
