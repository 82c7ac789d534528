import { describe, expect, it } from "@jest/globals";
import { readExtendedXyz, writeExtendedXyz } from "@ftcp/datasets";
import fc from "fast-check";
import { arbitraryRecords } from "../../test/arbitraryRecords.ts";
import { collectRows } from "../../test/collectRows.ts";
import { takeRecords } from "../../test/fixtures.ts";

const frame = (extra: string): string =>
  `1\nLattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3 ${extra} pbc="T T T"\nPo 0 0 0\n`;

describe("readExtendedXyz", () => {
  it("reads numbers, texts and ids of the comment line", async () => {
    const text = frame("energy=-1.5 name='a b' stable") + frame('id=mp-2 note="say \\"x\\""');
    const records = await takeRecords(readExtendedXyz(text));
    expect(records).toMatchObject([
      { id: "row-1", properties: { energy: -1.5 }, labels: { name: "a b", stable: "T" } },
      { id: "mp-2", properties: {}, labels: { note: 'say "x"' } },
    ]);
  });

  it("fails a bad frame and a last one that is cut short, and loses no other", async () => {
    const text = `${frame("id=a")}what\nis this\n${frame("id=b").replace("Po", "Xx")}${frame("id=c")}`;
    const cut = `${text}2\nLattice="4 0 0 0 4 0 0 0 4"\nPo 0 0 0\n`;
    expect(await collectRows(readExtendedXyz(cut))).toMatchObject([
      "a",
      { code: "DATASETS_INVALID_ROW", line: 4 },
      { code: "DATASETS_INVALID_STRUCTURE", id: "b", line: 6 },
      "c",
      { code: "DATASETS_DAMAGED_FILE", line: 12 },
    ]);
  });
});

describe("writeExtendedXyz", () => {
  it("is undone by readExtendedXyz for any dataset", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRecords(fc.stringMatching(/^[b-z]{3,9}[ "\\\né]?$/)),
        async (records) => {
          const text: string[] = [];
          for await (const piece of writeExtendedXyz(records)) text.push(piece);
          const read = await takeRecords(readExtendedXyz(text.join("")));
          expect(read.map(({ id, properties, labels }) => ({ id, properties, labels }))).toEqual(
            records.map(({ id, properties, labels }) => ({ id, properties, labels })),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
