import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { describe, expect, it } from "@jest/globals";
import { loadSymmetryFinder } from "@ftcp/crystal/node";
import { sharedData } from "@ftcp/testing";
import { readSimpleCif } from "./readSharedCrystals.ts";

const folder = sharedData();
const describeShared = folder === undefined ? describe.skip : describe;

interface Row {
  readonly cif: string;
  readonly "spacegroup_number_symprec_0.01": number;
}

describeShared("all crystals of the dataset (needs ../shared)", () => {
  it("have the space group of their label in at least 99.5 % of all cases", async () => {
    const finder = await loadSymmetryFinder();
    const lines = gunzipSync(readFileSync(join(folder ?? "", "crystals.jsonl.gz")))
      .toString()
      .trim()
      .split("\n");
    let equal = 0;
    for (const line of lines) {
      const row = JSON.parse(line) as Row;
      const { number } = finder.find(readSimpleCif(row.cif), { tolerance: 0.01 });
      if (number === row["spacegroup_number_symprec_0.01"]) equal += 1;
    }
    expect(lines).toHaveLength(50_551);
    // Measured: 50,400. Of the other 151, spglib 2.8.0 itself gives our number and not the label's
    // in 81; in 70 moyo's tolerance lets in a little more or less than spglib's at the limit.
    expect(equal / lines.length).toBeGreaterThanOrEqual(0.995);
  }, 1_800_000);
});
