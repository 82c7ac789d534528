import { describe, expect, it } from "@jest/globals";
import { createRun } from "../../test/createRun.ts";
import { describeCrystals } from "./describeCrystals.ts";
import type { TableRow } from "./renderTable.ts";

const row = (name: string, measured: number, training: number): TableRow => ({
  row: name,
  runs: [1, 2].map(() => createRun({ crystals: { measured, training } })),
});

describe("describeCrystals", () => {
  it("names the rows where they differ in their crystals, and only there", () => {
    expect(describeCrystals([row("real", 2429, 15294), row("both", 2429, 15294)])).toBe(
      "2429 crystals, trained on 15294",
    );
    expect(
      describeCrystals([
        ...[row("real", 2429, 15294), row("ftcp", 2429, 21537), row("both", 2429, 15294)],
        ...[row("late", 329, 15294), { row: "not made", runs: [] }],
      ]),
    ).toBe(
      "2429 crystals, trained on 15294 (real, both); 2429 crystals, trained on 21537 (ftcp); " +
        "329 crystals, trained on 15294 (late)",
    );
  });

  it("says so when no row has been made", () => {
    expect(describeCrystals([{ row: "real", runs: [] }])).toBe("no crystals yet");
  });
});
