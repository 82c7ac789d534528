import { describe, expect, it } from "@jest/globals";
import { createLattice, createStructure } from "@ftcp/crystal";
import fc from "fast-check";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";
import type { CrystalRecord } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { collectRecords } from "../collectRecords.ts";
import { createSplit } from "./createSplit.ts";
import { selectSplit } from "./selectSplit.ts";
import { splitByColumn } from "./splitByColumn.ts";
import { splitRecords } from "./splitRecords.ts";

const lattice = createLattice({ a: 4, b: 5, c: 6, alpha: 90, beta: 90, gamma: 90 });
const symbols = ["Li", "O", "Fe", "Si", "Cl", "Mg"];
const record = fc
  .array(fc.constantFrom(...symbols), { minLength: 1, maxLength: 4 })
  .map((elements) =>
    recordOf(
      elements.join("-"),
      createStructure(
        lattice,
        elements,
        elements.map((_, i) => [i / 4, 0, 0] as const),
      ),
    ),
  );

/** The same crystal in another cell with twice the content, its sites in another order. */
function doubled({ id, structure }: CrystalRecord): CrystalRecord {
  const { a, b, c } = structure.lattice;
  const cell = createLattice({ a, b: 2 * b, c, alpha: 90, beta: 90, gamma: 90 });
  const sites = structure.sites.map(({ species, fractional: [x, y, z] }) => ({
    element: species[0]?.element ?? "",
    at: [x, y / 2, z] as const,
  }));
  const all = [
    ...sites,
    ...sites.map(({ element, at: [x, y, z] }) => ({ element, at: [x, y + 0.5, z] as const })),
  ].reverse();
  return recordOf(
    `${id}x2`,
    createStructure(
      cell,
      all.map((site) => site.element),
      all.map((site) => site.at),
    ),
  );
}

describe("createSplit", () => {
  it("gives a formula the same part whatever its cell, order, company or run", () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1 }), fc.maxSafeInteger(), (records, seed) => {
        const split = createSplit({ seed });
        const parts = records.map(split);
        expect([...records].reverse().map(split).reverse()).toEqual(parts);
        expect(records.map((item) => createSplit({ seed })(doubled(item)))).toEqual(parts);
        expect(parts.every((part) => part === "train" || part === "test")).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it("keeps polymorphs together and depends on the seed", () => {
    const rutile = recordOf("rutile", textbookCrystals.rutile);
    const anatase = recordOf("anatase", textbookCrystals.anatase);
    const parts = Array.from({ length: 100 }, (_, seed) => {
      const split = createSplit({ seed, fractions: { train: 0.5, test: 0.5 } });
      expect(split(anatase)).toBe(split(rutile));
      return split(rutile);
    });
    const train = parts.filter((part) => part === "train").length;
    expect(train).toBeGreaterThan(30); // four standard deviations of a fair coin
    expect(train).toBeLessThan(70);
  });

  it("meets the fractions over many groups", () => {
    const base = recordOf("x", textbookCrystals.CsCl);
    const split = createSplit({
      seed: 1,
      fractions: { train: 0.7, validation: 0.1, test: 0.2 },
      groupBy: ({ id }) => id,
    });
    const counts: Record<string, number> = {};
    for (let i = 0; i < 20_000; i++) {
      const part = split({ ...base, id: `mp-${i}` });
      counts[part] = (counts[part] ?? 0) + 1;
    }
    // Standard deviations: 65, 42 and 57.
    expect(Math.abs((counts["train"] ?? 0) - 14_000)).toBeLessThan(260);
    expect(Math.abs((counts["validation"] ?? 0) - 2000)).toBeLessThan(170);
    expect(Math.abs((counts["test"] ?? 0) - 4000)).toBeLessThan(230);
  });

  it("refuses fractions that are none", () => {
    for (const fractions of [
      {},
      { a: 0.5 },
      { a: 1.5, b: -0.5 },
      { a: Number.NaN },
      { a: 1, b: 0 },
    ]) {
      expect(() => createSplit({ seed: 1, fractions })).toThrow(RangeError);
    }
    expect(() => createSplit({ seed: 0.5 })).toThrow(RangeError);
  });
});

describe("splitByColumn", () => {
  const { CsCl } = textbookCrystals;
  const first = recordOf("a", CsCl, {}, { split: "train", fold: "1" });
  const last = recordOf("c", CsCl, {}, { fold: "2" });
  const records = [first, recordOf("b", CsCl, {}, { split: "test" }), last];

  it("takes the part from the column", () => {
    expect(records.slice(0, 2).map((item) => splitByColumn(item))).toEqual(["train", "test"]);
    expect(splitByColumn(last, "fold")).toBe("2");
    expect(() => splitByColumn(last)).toThrow(
      expect.objectContaining({ code: "DATASETS_MISSING_LABEL", id: "c", known: ["fold"] }),
    );
    expect(() => splitByColumn(first, "toString")).toThrow(DatasetError);
  });

  it("selects and gathers parts, with a failed result for a crystal without the label", async () => {
    const { records: train, errors } = await collectRecords(
      selectSplit(records, splitByColumn, "train"),
    );
    expect(train.map(({ id }) => id)).toEqual(["a"]);
    expect(errors.map(({ code }) => code)).toEqual(["DATASETS_MISSING_LABEL"]);
    const split = await splitRecords(records, splitByColumn);
    expect([...split.parts].map(([part, items]) => [part, items.map(({ id }) => id)])).toEqual([
      ["train", ["a"]],
      ["test", ["b"]],
    ]);
    expect(split.errors.map(({ code }) => code)).toEqual(["DATASETS_MISSING_LABEL"]);
  });

  it("does not swallow an exception of another kind", async () => {
    const broken = () => {
      throw new TypeError("broken");
    };
    await expect(splitRecords(records, broken)).rejects.toThrow(TypeError);
    await expect(collectRecords(selectSplit(records, broken, "train"))).rejects.toThrow(TypeError);
  });
});
