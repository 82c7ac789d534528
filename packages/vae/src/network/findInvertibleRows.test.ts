import { createLayout } from "@ftcp/featurize";
import { describe, expect, it } from "@jest/globals";

import { findInvertibleRows } from "./findInvertibleRows.ts";

describe("findInvertibleRows", () => {
  it("finds the blocks of layout ftcp, of the crystal as given, too", () => {
    const rows = findInvertibleRows(createLayout());
    expect(rows).toMatchObject({ elementStart: 0, cellStart: 104, coordinateStart: 106 });
    expect(rows).toMatchObject({ occupancyStart: 126, realRows: 146, classes: 104 });
    expect(findInvertibleRows(createLayout({ cell: "given", siteOrder: "given" }))).toEqual(rows);
  });

  it.each([
    { name: "paper" as const },
    { name: "reference" as const },
    { blocks: "momentum" as const },
    { emptyClass: false },
    { arrangement: "beside" as const },
  ])("refuses a layout that the network cannot write: %j", (options) => {
    expect(() => findInvertibleRows(createLayout(options))).toThrow(RangeError);
  });
});
