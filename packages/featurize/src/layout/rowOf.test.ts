import { describe, expect, it } from "@jest/globals";

import { scalarPropertyTable } from "../property/scalarPropertyTable.ts";
import { createLayout } from "./createLayout.ts";
import { describeColumn } from "./describeColumn.ts";
import { describeRow } from "./describeRow.ts";
import type { LayoutOptions } from "./layoutOptions.ts";
import { millerPlanes } from "./millerPlanes.ts";
import { placeOf } from "./placeOf.ts";
import { rowOf } from "./rowOf.ts";

const layout = createLayout();
const reference = createLayout({ name: "reference" });

const variants: LayoutOptions[] = [
  {},
  { maxElements: 5, maxSites: 7, rowMultiple: 64 },
  { name: "paper" },
  { name: "paper", blocks: "real" },
  { name: "reference" },
  { name: "reference", blocks: "momentum" },
  { name: "reference", convention: "real-imaginary", planes: millerPlanes(2) },
  { blocks: ["planeNorms", "structureFactors"], convention: "magnitude-phase" },
  { propertyTable: scalarPropertyTable(["electronegativity", "period"]), convention: "hartley" },
];

describe("placeOf", () => {
  it("is the inverse of describeColumn in every entry that is used, in every layout", () => {
    for (const options of variants) {
      const other = createLayout({ maxSites: 2, maxElements: 2, ...options });
      const labels = new Set<string>();
      let used = 0;
      for (let row = 0; row < other.rows; row++) {
        for (let column = 0; column < other.columns; column++) {
          const entry = describeColumn(other, row, column);
          if (entry.address === undefined) continue;
          used++;
          labels.add(entry.label);
          const place = placeOf(other, entry.address);
          if (place.row !== row || place.column !== column) {
            throw new Error(`${JSON.stringify(entry)} is found at ${place.row}, ${place.column}`);
          }
        }
      }
      expect(labels.size).toBe(used); // each entry has a name of its own
    }
  });

  it("finds entries counted by hand", () => {
    expect(placeOf(layout, { block: "coordinates", site: 3, axis: "y" })).toEqual({
      row: 109,
      column: 1,
    });
    const part = "linear";
    expect(
      placeOf(reference, { block: "structureFactors", plane: [1, -1, 0], part, bit: 2 }),
    ).toEqual({ row: 148, column: 13 });
    expect(placeOf(reference, { block: "planeNorms", plane: [1, 0, 0] })).toEqual({
      row: 145,
      column: 3,
    });
  });

  it("refuses what the layout does not hold", () => {
    for (const address of [
      { block: "occupancy", site: 0, slot: "empty" },
      { block: "elements", element: "Na", slot: 3 },
      { block: "planeNorms", plane: [0, 0, 0] },
      { block: "properties", bit: 92, slot: 0 },
    ] as const) {
      expect(() => placeOf(reference, address)).toThrow(RangeError);
    }
  });
});

describe("rowOf", () => {
  it("is the inverse of describeRow in every row", () => {
    for (const options of variants) {
      const other = createLayout(options);
      for (let row = 0; row < other.rows; row++) {
        expect(rowOf(other, describeRow(other, row).address)).toBe(row);
      }
    }
  });

  it("finds rows counted by hand", () => {
    expect(rowOf(layout, { block: "elements", element: "H" })).toBe(0);
    expect(rowOf(layout, { block: "elements", element: "Lr" })).toBe(102);
    expect(rowOf(layout, { block: "elements", element: "empty" })).toBe(103);
    expect(rowOf(layout, { block: "cell", quantity: "angles" })).toBe(105);
    expect(rowOf(layout, { block: "coordinates", site: 3 })).toBe(109);
    expect(rowOf(layout, { block: "occupancy", site: 19 })).toBe(145);
    expect(rowOf(layout, { block: "properties", bit: 91 })).toBe(237);
    expect(rowOf(layout, { block: "structureFactors", plane: [0, 0, 0], part: "real" })).toBe(238);
    expect(rowOf(layout, { block: "structureFactors", plane: [1, 0, 0], part: "real" })).toBe(239);
    expect(rowOf(layout, { block: "structureFactors", plane: [0, 1, 0], part: "imaginary" })).toBe(
      242,
    );
    expect(rowOf(layout, { block: "padding", index: 2 })).toBe(303);
  });

  it("refuses what the layout does not hold", () => {
    expect(() => rowOf(layout, { block: "elements", element: "Rf" })).toThrow(RangeError);
    expect(() => rowOf(layout, { block: "coordinates", site: 20 })).toThrow(RangeError);
    expect(() => rowOf(layout, { block: "coordinates", site: 0.5 })).toThrow(RangeError);
    expect(() => rowOf(layout, { block: "padding", index: 3 })).toThrow(RangeError);
    for (const plane of [
      [4, 0, 0],
      [-1, 0, 0],
    ] as const) {
      expect(() => rowOf(layout, { block: "structureFactors", plane, part: "real" })).toThrow(
        RangeError,
      );
    }
    expect(() =>
      rowOf(layout, { block: "structureFactors", plane: [0, 0, 0], part: "imaginary" }),
    ).toThrow(RangeError);
  });
});

describe("describeRow and describeColumn", () => {
  it("name every entry", () => {
    expect(describeRow(layout, 109).label).toBe("site 3: fractional coordinates x, y, z");
    expect(describeColumn(layout, 109, 1)).toEqual({
      row: 109,
      column: 1,
      used: true,
      address: { block: "coordinates", site: 3, axis: "y" },
      label: "site 3: fractional coordinate y",
      unit: "",
    });
    expect(describeColumn(layout, 104, 2)).toMatchObject({ label: "length c", unit: "Å" });
    expect(describeColumn(layout, 105, 0)).toMatchObject({ label: "angle alpha", unit: "degrees" });
    expect(describeColumn(layout, 10, 1).label).toBe("slot 1 is Na");
    expect(describeColumn(layout, 103, 1).label).toBe("slot 1 is empty");
    expect(describeColumn(layout, 126, 3).label).toBe("site 0 is empty");
    expect(describeColumn(layout, 146, 0).label).toBe("slot 0: property bit 0: group none");
    expect(describeColumn(layout, 146 + 36, 0).label).toBe(
      "slot 0: property bit 36: covalentRadius 25 to 47.5 pm",
    );
    expect(
      describeColumn(
        layout,
        rowOf(layout, { block: "structureFactors", plane: [1, -1, 0], part: "imaginary" }),
        78,
      ).label,
    ).toBe("plane (1, -1, 0): imaginary part of F, property bit 78: block s");
  });

  it("say which entries are never used", () => {
    expect(describeColumn(layout, 0, 3).used).toBe(false);
    expect(describeColumn(layout, 104, 3).used).toBe(false);
    expect(describeColumn(layout, 126, 4).used).toBe(false);
    expect(describeColumn(layout, 303, 0).used).toBe(false);
  });

  it("refuse rows and columns that are not there", () => {
    expect(() => describeRow(layout, 304)).toThrow(RangeError);
    expect(() => describeRow(layout, 0.5)).toThrow(RangeError);
    expect(() => describeColumn(layout, 0, 92)).toThrow(RangeError);
  });
});
