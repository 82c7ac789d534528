import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";
import { collectRecords } from "../collectRecords.ts";
import type { CrystalRecord } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { readJsonl } from "../read/readJsonl.ts";
import { writeJsonl } from "./writeJsonl.ts";

describe("writeJsonl", () => {
  it("writes what readJsonl reads back equal", async () => {
    const name = fc.constantFrom('é "x"', "1", "__proto__", "b,\n", "toString", "band_gap");
    const record = fc.record({
      id: fc.stringMatching(/^[a-z]{2}-[0-9]{1,5}$/),
      structure: fc.constantFrom(...Object.values(textbookCrystals)),
      properties: fc.dictionary(
        name.map((text) => `p${text}`),
        fc.double({ noDefaultInfinity: true, noNaN: true }).map((x) => x + 0),
      ),
      labels: fc.dictionary(name, fc.stringMatching(/^x[^\uD800-\uDFFF]*$/u)),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(record, { maxLength: 4 }), async (records) => {
        const lines: string[] = [];
        for await (const line of writeJsonl(records)) lines.push(line);
        const back = await collectRecords(readJsonl(lines));
        expect(back.errors).toEqual([]);
        const shape = (item: CrystalRecord) => ({
          ...item,
          properties: Object.entries(item.properties),
          labels: Object.entries(item.labels).sort(),
          structure: item.structure.sites.map(({ species, fractional }) => [species, fractional]),
          lattice: item.structure.lattice,
        });
        expect(back.records.map(shape)).toEqual(records.map(shape));
      }),
      { numRuns: 50 },
    );
  });

  it("throws a failed result and refuses columns that would hide each other", async () => {
    const error = new DatasetError("DATASETS_INVALID_CIF", "x");
    await expect(writeJsonl([{ ok: false, error }]).next()).rejects.toBe(error);
    const { CsCl } = textbookCrystals;
    await expect(writeJsonl([recordOf("a", CsCl, { x: 1 }, { x: "b" })]).next()).rejects.toThrow(
      RangeError,
    );
    await expect(writeJsonl([recordOf("a", CsCl, {}, { cif: "b" })]).next()).rejects.toThrow(
      RangeError,
    );
  });
});
