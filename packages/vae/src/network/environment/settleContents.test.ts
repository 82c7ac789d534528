import { describe, expect, it } from "@jest/globals";
import { settleContents } from "./settleContents.ts";

const symbols = ["K", "Na", "Cl"];
const rows = {
  ...{ rows: 0, columns: 0, slots: 2, classes: 4, sites: 3 },
  ...{ elementStart: 0, cellStart: 0, coordinateStart: 0, occupancyStart: 0, realRows: 0 },
};

/** Na, less likely K, and Cl: two Cl are a little more likely than one. */
const decoded = {
  slots: Float32Array.of(3, 6, 0, 0, 0, 0, 9, 0),
  occupancy: Float32Array.of(9, 0, 0, 0, 9, 0, 0, 2.5, 2),
  cell: new Float32Array(6),
  turns: new Float32Array(18),
};

const highest = (logits: Float32Array, width: number): number[] =>
  Array.from({ length: logits.length / width }, (_, i) => {
    const row = [...logits.subarray(i * width, (i + 1) * width)];
    return row.indexOf(Math.max(...row));
  });

describe("settleContents", () => {
  it("keeps the most likely contents when charges are not asked for", () => {
    const settled = settleContents(decoded, 1, rows, symbols, 0);
    expect(highest(settled.slots, 4)).toEqual([1, 2]); // Na, Cl
    expect(highest(settled.occupancy, 3)).toEqual([0, 1, 1]);
  });

  it("balances charges within the margin: NaCl2 becomes NaCl", () => {
    const settled = settleContents(decoded, 1, rows, symbols, 1);
    expect(highest(settled.slots, 4)).toEqual([1, 2]);
    expect(highest(settled.occupancy, 3)).toEqual([0, 1, 2]);
    // Logits are exchanged, not changed, and what was given stays as it was.
    expect([...settled.occupancy].sort()).toEqual([...decoded.occupancy].sort());
    expect(decoded.occupancy[7]).toBe(2.5);
  });

  it("leaves crystals alone that are far from any balance", () => {
    const settled = settleContents(decoded, 1, rows, symbols, 0.2);
    expect(highest(settled.occupancy, 3)).toEqual([0, 1, 1]);
  });
});
