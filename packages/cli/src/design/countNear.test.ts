import { describe, expect, it } from "@jest/globals";
import { LatentIndex, parseTarget, type Design } from "@ftcp/sampling";
import { countNear } from "./countNear.ts";

const index = new LatentIndex({
  ids: ["a", "b"],
  formulas: ["NaCl", "KCl"],
  propertyNames: ["gap", "energy"],
  properties: new Float32Array([0, -1, 8, -3]), // standard deviations of 4 and 1
  latents: { data: new Float32Array(2), shape: [2, 1] },
  attribution: "",
});
const designs = [4, 5, 5.5].map((gap) => ({ predicted: { gap, energy: -9 } }) as unknown as Design);
const count = (targets: readonly string[], tolerance?: number): unknown =>
  countNear(designs, {
    ...{ targets, targetSpecs: targets.map((text) => parseTarget(text)), index },
    ...(tolerance === undefined ? {} : { tolerance }),
  });

describe("countNear", () => {
  it("counts designs within a quarter of the property's spread of each plain value", () => {
    expect(count(["gap=4", "energy=-1"])).toEqual([
      { target: "gap=4", within: 1, designs: 2 },
      { target: "energy=-1", within: 0.25, designs: 0 },
    ]);
  });

  it("leaves out what is kept to: bounds, ranges and values with a tolerance", () => {
    expect(count(["gap>4", "-9<energy<0", "gap=4+-2"])).toEqual([]);
    expect(count(["gap=4"], 3)).toEqual([]);
  });
});
