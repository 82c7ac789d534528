import { describe, expect, it } from "@jest/globals";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";
import { collectRecords } from "../collectRecords.ts";
import type { CrystalRecord, RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { filterRecords } from "./filterRecords.ts";
import { matchesFilter } from "./matchesFilter.ts";
import type { RecordFilter } from "./recordFilter.ts";
import { requireKnownNames } from "./requireKnownNames.ts";

const { CsCl, SrTiO3, rutile, anatase } = textbookCrystals;
const records: readonly CrystalRecord[] = [
  recordOf("CsCl", CsCl, { e_above_hull: 0.2, gap: 5 }, { split: "train" }),
  recordOf(
    "SrTiO3",
    SrTiO3,
    { e_above_hull: 0, e_above_hull_recomputed: 0.3, gap: 0 },
    { split: "test" },
  ),
  recordOf("rutile", rutile, { e_above_hull_recomputed: 0.01 }, { split: "train" }),
  recordOf("anatase", anatase, {}, { split: "train", note: "metastable" }),
];

async function keep(filter: RecordFilter): Promise<string[]> {
  const { records: kept } = await collectRecords(filterRecords(records, filter));
  return kept.map(({ id }) => id);
}

describe("filterRecords", () => {
  it("keeps by number of elements and sites", async () => {
    expect(await keep({})).toHaveLength(4);
    expect(await keep({ elements: { min: 3 } })).toEqual(["SrTiO3"]);
    expect(await keep({ elements: { max: 2 } })).toEqual(["CsCl", "rutile", "anatase"]);
    expect(await keep({ maxSites: 5 })).toEqual(["CsCl", "SrTiO3"]);
    expect(await keep({ maxSites: 12 })).toHaveLength(4);
  });

  it("keeps by energy above hull, and drops unknown ones only when asked", async () => {
    expect(await keep({ maxEnergyAboveHull: 0.05 })).toEqual(["SrTiO3", "rutile", "anatase"]);
    const strict = { maxEnergyAboveHull: 0.05, missingEnergyAboveHull: "drop" } as const;
    expect(await keep(strict)).toEqual(["SrTiO3", "rutile"]);
    expect(await keep({ ...strict, energyAboveHull: ["e_above_hull_recomputed"] })).toEqual([
      "rutile",
    ]);
    expect(await keep({ maxEnergyAboveHull: 0 })).toEqual(["SrTiO3", "anatase"]);
  });

  it("keeps by labels present, ranges and texts, and never takes a missing value for 0", async () => {
    expect(await keep({ requires: ["gap"] })).toEqual(["CsCl", "SrTiO3"]);
    expect(await keep({ requires: ["note"] })).toEqual(["anatase"]);
    expect(await keep({ ranges: { gap: { max: 5 } } })).toEqual(["CsCl", "SrTiO3"]);
    expect(await keep({ ranges: { gap: { min: 0.1, max: 4 } } })).toEqual([]);
    expect(await keep({ labels: { split: "train", note: ["metastable"] } })).toEqual(["anatase"]);
  });

  it("names the properties that exist when no crystal has the one asked for", async () => {
    const known = ["e_above_hull", "e_above_hull_recomputed", "gap", "note", "split"];
    for (const filter of [
      { requires: ["band_gap"] },
      { ranges: { band_gap: {} } },
      { labels: { band_gap: "x" } },
      { maxEnergyAboveHull: 1, energyAboveHull: ["band_gap"] },
    ]) {
      await expect(keep(filter)).rejects.toMatchObject({
        code: "DATASETS_UNKNOWN_PROPERTY",
        column: "band_gap",
        known,
      });
    }
    expect((await collectRecords(filterRecords([], { requires: ["band_gap"] }))).records).toEqual(
      [],
    );
    expect(() => {
      requireKnownNames({ requires: ["toString"] }, known);
    }).toThrow(DatasetError);
  });

  it("does not mistake what every object has for a property", () => {
    const [first] = records as [CrystalRecord];
    expect(matchesFilter(first, { requires: ["toString"] })).toBe(false);
    expect(matchesFilter(first, { ranges: { constructor: {} } })).toBe(false);
  });

  it("passes failures through and throws at a NaN bound", async () => {
    const failure: RecordResult = {
      ok: false,
      error: new DatasetError("DATASETS_INVALID_JSON", "x"),
    };
    const { errors } = await collectRecords(filterRecords([failure, ...records], { maxSites: 1 }));
    expect(errors).toEqual([failure.error]);
    await expect(keep({ maxSites: Number.NaN })).rejects.toThrow(RangeError);
  });
});
