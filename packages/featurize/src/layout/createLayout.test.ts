import { describe, expect, it } from "@jest/globals";

import { createLayout } from "./createLayout.ts";
import { millerPlanes } from "./millerPlanes.ts";

describe("millerPlanes", () => {
  it("has the 63 planes with |h| + |k| + |l| < 4 when Friedel mates are added", () => {
    const planes = millerPlanes(3);
    expect(planes).toHaveLength(32);
    const all = new Set(planes.flatMap(([h, k, l]) => [`${h},${k},${l}`, `${-h},${-k},${-l}`]));
    const expected = new Set<string>();
    for (let h = -3; h <= 3; h++) {
      for (let k = -3; k <= 3; k++) {
        for (let l = -3; l <= 3; l++) {
          if (Math.abs(h) + Math.abs(k) + Math.abs(l) < 4) expected.add(`${h},${k},${l}`);
        }
      }
    }
    expect(expected.size).toBe(63);
    expect(all).toEqual(expected);
  });

  it("orders them by the sum of indices, then h, k, l descending", () => {
    expect(millerPlanes(2)).toEqual([
      [0, 0, 0],
      [1, 0, 0],
      [0, 1, 0],
      [0, 0, 1],
      [2, 0, 0],
      [1, 1, 0],
      [1, 0, 1],
      [1, 0, -1],
      [1, -1, 0],
      [0, 2, 0],
      [0, 1, 1],
      [0, 1, -1],
      [0, 0, 2],
    ]);
  });

  it("refuses a sum that is not a whole number", () => {
    expect(() => millerPlanes(1.5)).toThrow(RangeError);
    expect(() => millerPlanes(-1)).toThrow(RangeError);
  });
});

describe("createLayout", () => {
  it("stacks the blocks of the paper and pads 301 rows to 304", () => {
    const layout = createLayout({ name: "paper" });
    expect(layout.blocks).toEqual([
      { name: "elements", start: 0, end: 104 },
      { name: "cell", start: 104, end: 106 },
      { name: "coordinates", start: 106, end: 126 },
      { name: "occupancy", start: 126, end: 146 },
      { name: "properties", start: 146, end: 238 },
      { name: "structureFactors", start: 238, end: 301 },
    ]);
    expect(layout.padding).toEqual({ start: 301, end: 304 });
    expect([layout.rows, layout.columns]).toEqual([304, 92]);
  });

  it("grows with sites and elements", () => {
    const layout = createLayout({ maxElements: 4, maxSites: 40, rowMultiple: 1 });
    expect(layout.rows).toBe(341);
    expect(layout.padding).toEqual({ start: 341, end: 341 });
  });

  it("takes other planes", () => {
    const layout = createLayout({ planes: [[1, 1, 1]], rowMultiple: 1 });
    expect(layout.rows).toBe(240);
  });

  it("cannot be changed afterwards", () => {
    const layout = createLayout();
    expect(() => {
      (layout.planes as unknown as number[][])[0] = [9, 9, 9];
    }).toThrow(TypeError);
  });

  it.each([
    { maxElements: 0 },
    { maxElements: 65 },
    { maxSites: 2.5 },
    { rowMultiple: Number.NaN },
    { planes: [[1, 0.5, 0]] as const },
    { planes: [[99, 0, 0]] as const },
    { planes: [[1, 0, 0] as const, [1, 0, 0] as const] },
  ])("refuses %j", (options) => {
    expect(() => createLayout(options)).toThrow(RangeError);
  });
});
