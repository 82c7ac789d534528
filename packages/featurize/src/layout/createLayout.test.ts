import { describe, expect, it } from "@jest/globals";

import { createLayout } from "./createLayout.ts";
import { oneHotPropertyTable } from "../property/oneHotPropertyTable.ts";
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

  it("can have both planes of each pair, mates included", () => {
    const planes = millerPlanes(3, "both");
    expect(new Set(planes.map((plane) => plane.join())).size).toBe(63);
    expect(planes.filter(([h, k, l]) => (h || k || l) >= 0)).toEqual(millerPlanes(3));
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
  it("stacks six blocks in layout ftcp and pads 301 rows to 304", () => {
    const layout = createLayout();
    expect(layout.blocks).toEqual([
      { name: "elements", start: 0, end: 104, columnStart: 0, columnEnd: 3 },
      { name: "cell", start: 104, end: 106, columnStart: 0, columnEnd: 3 },
      { name: "coordinates", start: 106, end: 126, columnStart: 0, columnEnd: 3 },
      { name: "occupancy", start: 126, end: 146, columnStart: 0, columnEnd: 4 },
      { name: "properties", start: 146, end: 238, columnStart: 0, columnEnd: 3 },
      { name: "structureFactors", start: 238, end: 301, columnStart: 0, columnEnd: 92 },
    ]);
    expect(layout.padding).toEqual({ start: 301, end: 304 });
    expect([layout.rows, layout.columns]).toEqual([304, 92]);
  });

  it("stacks V(m, 3) over F(c, K) in layout paper", () => {
    const layout = createLayout({ name: "paper" });
    expect(layout.blocks).toEqual([
      { name: "properties", start: 0, end: 92, columnStart: 0, columnEnd: 3 },
      { name: "cell", start: 92, end: 94, columnStart: 0, columnEnd: 3 },
      { name: "coordinates", start: 94, end: 114, columnStart: 0, columnEnd: 3 },
      { name: "elements", start: 114, end: 217, columnStart: 0, columnEnd: 3 },
      { name: "occupancy", start: 217, end: 237, columnStart: 0, columnEnd: 3 },
      { name: "structureFactors", start: 237, end: 362, columnStart: 0, columnEnd: 92 },
    ]);
    expect([layout.rows, layout.columns, layout.planes.length]).toEqual([362, 92, 63]);
  });

  it("puts F beside Z in layout reference: 240 x 62 and 280 x 63", () => {
    const layout = createLayout({ name: "reference" });
    expect(layout.blocks).toEqual([
      { name: "elements", start: 0, end: 103, columnStart: 0, columnEnd: 3 },
      { name: "cell", start: 103, end: 105, columnStart: 0, columnEnd: 3 },
      { name: "coordinates", start: 105, end: 125, columnStart: 0, columnEnd: 3 },
      { name: "occupancy", start: 125, end: 145, columnStart: 0, columnEnd: 3 },
      { name: "planeNorms", start: 145, end: 146, columnStart: 3, columnEnd: 62 },
      { name: "properties", start: 146, end: 238, columnStart: 0, columnEnd: 3 },
      { name: "structureFactors", start: 146, end: 238, columnStart: 3, columnEnd: 62 },
    ]);
    expect([layout.rows, layout.columns]).toEqual([240, 62]);
    const large = createLayout({ name: "reference", maxElements: 4, maxSites: 40 });
    expect([large.rows, large.columns]).toEqual([280, 63]);
  });

  it.each([
    ["ftcp" as const, "real" as const, 240, 4],
    ["ftcp" as const, "momentum" as const, 64, 92],
    ["paper" as const, "real" as const, 237, 3],
    ["paper" as const, "momentum" as const, 125, 92],
    ["reference" as const, "real" as const, 240, 3],
    ["reference" as const, "momentum" as const, 96, 59],
  ])("leaves out the other space: %s, %s", (name, blocks, rows, columns) => {
    const layout = createLayout({ name, blocks });
    expect([layout.rows, layout.columns]).toEqual([rows, columns]);
    const both = createLayout({ name }).blocks.map((block) => block.name);
    const momentum = ["planeNorms", "structureFactors"];
    expect(layout.blocks.map((block) => block.name)).toEqual(
      both.filter((block) => momentum.includes(block) === (blocks === "momentum")),
    );
  });

  it("takes blocks in any order, and other conventions of F", () => {
    const layout = createLayout({
      blocks: ["cell", "planeNorms", "structureFactors"],
      planes: [[0, 0, 0] as const, [1, 0, 0] as const],
      convention: "magnitude-phase",
      rowMultiple: 1,
    });
    expect(layout.blocks.map(({ name, start, end }) => [name, start, end])).toEqual([
      ["cell", 0, 2],
      ["planeNorms", 2, 4],
      ["structureFactors", 4, 8],
    ]);
    const rows = (convention: "magnitude" | "real" | "hartley" | "linear"): number =>
      createLayout({ convention, rowMultiple: 1 }).rows;
    expect(rows("magnitude")).toBe(270);
    expect([rows("real"), rows("hartley"), rows("linear")]).toEqual([270, 270, 270]);
  });

  it("is as wide as the property table", () => {
    const layout = createLayout({ propertyTable: oneHotPropertyTable() });
    expect(layout.columns).toBe(103);
    expect(layout.rows).toBe(312); // 11 more properties
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
    { name: "other" as "paper" },
    { blocks: [] },
    { blocks: ["cell", "cell"] as const },
    { blocks: ["cells"] as unknown as ["cell"] },
    { convention: "complex" as "real" },
    { propertyTable: "other" as "cgcnn-92" },
    { siteOrder: "random" as "given" },
  ])("refuses %j", (options) => {
    expect(() => createLayout(options)).toThrow(RangeError);
  });
});
