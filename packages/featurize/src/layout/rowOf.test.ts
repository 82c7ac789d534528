import { describe, expect, it } from "@jest/globals";

import { createLayout } from "./createLayout.ts";
import { describeColumn } from "./describeColumn.ts";
import { describeRow } from "./describeRow.ts";
import { rowOf } from "./rowOf.ts";

const layout = createLayout();

describe("rowOf", () => {
  it("is the inverse of describeRow in every row", () => {
    for (const sizes of [{}, { maxElements: 5, maxSites: 7, rowMultiple: 64 }]) {
      const other = createLayout(sizes);
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
      label: "site 3: fractional coordinate y",
      unit: "",
    });
    expect(describeColumn(layout, 104, 2)).toMatchObject({ label: "length c", unit: "Å" });
    expect(describeColumn(layout, 105, 0)).toMatchObject({ label: "angle alpha", unit: "degrees" });
    expect(describeColumn(layout, 10, 1).label).toBe("slot 1 is Na");
    expect(describeColumn(layout, 103, 1).label).toBe("slot 1 is empty");
    expect(describeColumn(layout, 126, 3).label).toBe("site 0 is empty");
    expect(describeColumn(layout, 146, 0).label).toBe("slot 0: group none");
    expect(describeColumn(layout, 146 + 36, 0).label).toBe("slot 0: covalentRadius 25 to 47.5 pm");
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
