import { describe, expect, it } from "@jest/globals";
import { readJson, writeJson } from "@ftcp/datasets";
import fc from "fast-check";
import { arbitraryRecords } from "../../test/arbitraryRecords.ts";
import { collectRows } from "../../test/collectRows.ts";
import { readFixture, takeRecords } from "../../test/fixtures.ts";

const index = Array.from({ length: 30 }, (_, i) => i);

describe("readJson", () => {
  it.each([
    ["matminer.json.gz", (i: number) => String(i), "e_form"],
    ["pandas-split.json", (i: number) => String(i), "e_form"],
    ["pandas-records.json", (i: number) => `mp-${i}`, "e_form"],
    ["structures.json", (i: number) => `row-${i + 1}`, undefined],
    ["by-id.json", (i: number) => `mp-${i}`, "energy"],
  ])("reads %s of pandas and json", async (name, idOf, property) => {
    const records = await takeRecords(readJson(readFixture(name)));
    expect(records.map(({ id }) => id)).toEqual(index.map(idOf));
    expect(records.map(({ structure }) => structure.lattice.a)).toEqual(
      index.map((i) => expect.closeTo(4 + i / 1000, 12)),
    );
    if (property === undefined) return;
    expect(records.map(({ properties }) => properties[property])).toEqual(
      index.map((i) => (i === 3 && property === "e_form" ? undefined : i / 2)),
    );
  });

  it("reads one crystal by itself, and pandas' default orientation", async () => {
    const list = JSON.parse(new TextDecoder().decode(readFixture("structures.json"))) as object[];
    const [first, second] = list;
    expect(await collectRows(readJson(JSON.stringify(first)))).toEqual(["row-1"]);
    const frame = { structure: { a: first, b: second }, gap: { a: 1, b: null } };
    const records = await takeRecords(readJson(JSON.stringify(frame)));
    expect(records.map(({ id, properties }) => [id, properties])).toEqual([
      ["a", { gap: 1 }],
      ["b", {}],
    ]);
  });

  it("reads the same however the bytes are cut", async () => {
    const bytes = readFixture("pandas-split.json");
    const whole = await collectRows(readJson(bytes));
    for (const size of [1, 7, 100]) {
      const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
        bytes.subarray(size * i, size * (i + 1)),
      );
      expect(await collectRows(readJson(pieces))).toEqual(whole);
    }
  });

  it("never takes what breaks off for whole, wherever it breaks off", async () => {
    const text = new TextDecoder().decode(readFixture("pandas-records.json")).trimEnd();
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), async (length) => {
        const rows = await collectRows(readJson(text.slice(0, length)));
        expect(rows.at(-1)).toMatchObject({ code: "DATASETS_DAMAGED_FILE" });
        expect(rows.slice(0, -1)).toEqual(index.slice(0, rows.length - 1).map((i) => `mp-${i}`));
      }),
      { numRuns: 100 },
    );
  });

  it("fails an item that is no crystal and goes on, and says what a file is not", async () => {
    const rows = await collectRows(
      readJson('[{"id": "a"}, 3, {"id": nope}, {"cif": "x", "id": 5}]'),
    );
    expect(rows).toMatchObject([
      { code: "DATASETS_MISSING_CIF" },
      { code: "DATASETS_INVALID_ROW" },
      { code: "DATASETS_INVALID_JSON" },
      { code: "DATASETS_INVALID_CIF" },
    ]);
    expect(await collectRows(readJson('{"error": "not found"}'))).toMatchObject([
      { code: "DATASETS_MISSING_CIF" },
    ]);
    await expect(collectRows(readJson("<html><body>"))).rejects.toMatchObject({
      code: "DATASETS_HTML_PAGE",
    });
  });
});

describe("writeJson", () => {
  it("is undone by readJson for any dataset", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRecords(fc.stringMatching(/^[b-z]{3,9}[ "\\\né]?$/)),
        async (records) => {
          const text: string[] = [];
          for await (const piece of writeJson(records)) text.push(piece);
          const read = await takeRecords(readJson(text.join("")));
          expect(read.map(({ id, properties, labels }) => ({ id, properties, labels }))).toEqual(
            records.map(({ id, properties, labels }) => ({ id, properties, labels })),
          );
          expect(read.map(({ structure }) => structure)).toEqual(
            records.map(({ structure }) => structure),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
