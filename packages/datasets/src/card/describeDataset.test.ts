import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import {
  chemicalSystemOf,
  createPrototypeKey,
  createSplit,
  createTimeSplit,
  describeDataset,
  formatDatasetCard,
} from "@ftcp/datasets";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";

const { CsCl, SrTiO3, rutile, anatase } = textbookCrystals;
const crushed = createStructure(
  createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 }),
  ["Na", "Cl"],
  [
    [0, 0, 0],
    [0.01, 0, 0],
  ],
);

describe("describeDataset", () => {
  it("counts crystals, elements, space groups, ranges, texts and failures", async () => {
    const card = await describeDataset(
      [
        recordOf("a", rutile, { gap: 1, spacegroup_number: 136 }, { phase: "rutile" }),
        recordOf("b", anatase, { gap: 2, spacegroup_number: 141 }, { phase: "anatase" }),
        recordOf("c", CsCl, { gap: 6 }, { phase: "rutile" }),
        { ok: false as const, error: new RangeError("x") },
      ],
      { name: "four", licence: "CC-BY-4.0", sources: ["textbook"], checksums: { f: "00" } },
    );
    expect(card).toMatchObject({
      crystals: 3,
      formulas: 2,
      failures: { RangeError: 1 },
      elements: { O: 2, Ti: 2, Cl: 1, Cs: 1 },
      numberOfElements: { 2: 3 },
      sites: { min: 2, median: 6, max: 12 },
      spaceGroups: { 136: 1, 141: 1 },
      properties: { gap: { count: 3, min: 1, median: 2, max: 6, mean: 3, outliers: 0 } },
      labels: { phase: { count: 3, distinct: 2, examples: { rutile: 2, anatase: 1 } } },
      anomalyCount: 0,
      licence: "CC-BY-4.0",
    });
    expect(JSON.parse(JSON.stringify(card))).toEqual(card);
    const page = formatDatasetCard(card);
    expect(page).toContain("# four");
    expect(page).toContain("| gap | 3 | 1 | 2 | 6 | 3 | 0 |");
    expect(page).toContain("CC-BY-4.0");
  });

  it("reports impossible cells and values far from all others", async () => {
    const records = Array.from({ length: 20 }, (_, i) => recordOf(`m${i}`, CsCl, { gap: i }));
    const card = await describeDataset([
      ...records,
      recordOf("wild", CsCl, { gap: 1e6 }),
      recordOf("crushed", crushed),
    ]);
    expect(card.anomalies).toEqual([
      { id: "crushed", kind: "impossible", what: "distance", value: expect.closeTo(0.04, 9) },
      { id: "wild", kind: "outlier", what: "gap", value: 1e6 },
    ]);
  });

  it("describes an empty dataset", async () => {
    expect(formatDatasetCard(await describeDataset([]))).toContain("Crystals: 0");
  });
});

describe("splits", () => {
  it("keep chemical systems together", () => {
    expect(chemicalSystemOf(recordOf("a", SrTiO3))).toBe("O-Sr-Ti");
    const split = createSplit({ seed: 3, groupBy: chemicalSystemOf });
    expect(split(recordOf("a", rutile))).toBe(split(recordOf("b", anatase)));
  });

  it("keep prototypes together, whatever their elements", () => {
    const key = createPrototypeKey(({ sites }) => ({
      number: 221,
      wyckoffLetters: sites.map((_, i) => "ab"[i] ?? "c"),
      equivalentSites: sites.map((_, i) => i),
    }));
    const CsBr = {
      ...CsCl,
      sites: CsCl.sites.map((site, i) =>
        i === 0 ? site : { ...site, species: [{ element: "Br", occupancy: 1 }] },
      ),
    };
    expect(key(recordOf("a", CsCl))).toBe("AB 221 a|b");
    expect(key(recordOf("b", CsBr))).toBe(key(recordOf("a", CsCl)));
  });

  it("by time put the earliest groups first and never part polymorphs", async () => {
    const records = [
      recordOf("a", rutile, { year: 2001 }),
      recordOf("b", anatase, { year: 2020 }),
      recordOf("c", CsCl, {}, { year: "2010-05-01" }),
      recordOf("d", SrTiO3, { year: 1999 }),
    ];
    const dated = records.map((record) =>
      record.id === "c" ? recordOf("c", CsCl, { year: 2010 }) : record,
    );
    const fractions = { train: 0.75, test: 0.25 };
    const split = await createTimeSplit(dated, { column: "year", seed: 1, fractions });
    expect(dated.map(split)).toEqual(["train", "train", "test", "train"]);
    await expect(
      createTimeSplit([recordOf("x", CsCl)], { column: "year", seed: 1 }),
    ).rejects.toMatchObject({ code: "DATASETS_MISSING_LABEL", id: "x" });
  });
});
