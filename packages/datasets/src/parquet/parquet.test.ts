import { describe, expect, it } from "@jest/globals";
import { readParquet, writeParquet } from "@ftcp/datasets";
import type { CrystalRecord, ReadProgress } from "@ftcp/datasets";
import fc from "fast-check";
import { arbitraryRecords } from "../../test/arbitraryRecords.ts";
import { collectRows } from "../../test/collectRows.ts";
import {
  describeRecord,
  expectedRows,
  joinBytes,
  readFixture,
  takeRecords,
} from "../../test/fixtures.ts";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";

/** Records as plain objects, for comparison; a CIF gives each site a label. */
const plain = (records: readonly CrystalRecord[]): unknown =>
  records.map(({ id, structure: { lattice, sites }, properties, labels }) => ({
    ...{ id, lattice, properties, labels },
    sites: sites.map(({ species, fractional }) => ({ species, fractional })),
  }));

const anyText = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 12 })
  .filter((text) => /[^\s\d.+\-einfatyNA#<>/quldoe]/i.test(text));

describe("readParquet", () => {
  it.each(["none", "snappy", "gzip", "zstd", "brotli", "lz4", "pages-v2", "deltas"])(
    "reads every value that pyarrow wrote to %s.parquet",
    async (name) => {
      const records = await takeRecords(readParquet(new Blob([readFixture(`${name}.parquet`)])));
      expect(records.map(describeRecord)).toEqual(expectedRows());
    },
  );

  it("reads what pandas writes by default", async () => {
    const records = await takeRecords(readParquet(readFixture("pandas.parquet")));
    expect(records.map(({ id }) => id)).toEqual(Array.from({ length: 20 }, (_, i) => `mp-${i}`));
    expect(records.map(({ properties }) => properties["e_form"])).toEqual(
      Array.from({ length: 20 }, (_, i) => i / 2),
    );
  });

  it("makes crystals of OPTIMADE's columns", async () => {
    const records = await takeRecords(readParquet(readFixture("optimade.parquet")));
    expect(records).toHaveLength(20);
    expect(records[1] && describeRecord(records[1])).toMatchObject({
      id: "mp-1",
      a: 4.001,
      elements: ["Cs", "Br"],
      properties: { energy: -1 },
      labels: {},
    });
  });

  it("reads from a stream, in pieces", async () => {
    const bytes = readFixture("snappy.parquet");
    const pieces = Array.from({ length: Math.ceil(bytes.length / 999) }, (_, i) =>
      bytes.subarray(999 * i, 999 * (i + 1)),
    );
    const records = await takeRecords(readParquet(pieces));
    expect(records).toHaveLength(300);
  });

  it("reads only the columns wanted, besides id and crystal", async () => {
    const source = readFixture("zstd.parquet");
    const [first] = await takeRecords(readParquet(source, { columns: ["band_gap"] }));
    expect(first).toMatchObject({ id: "mp-0", properties: { band_gap: -1 }, labels: {} });
    await expect(takeRecords(readParquet(source, { columns: ["gap"] }))).rejects.toMatchObject({
      code: "DATASETS_MISSING_COLUMN",
      column: "gap",
    });
  });

  it("tells progress, and stops when it is told to", async () => {
    const seen: ReadProgress[] = [];
    const source = readFixture("snappy.parquet");
    await takeRecords(readParquet(source, { onProgress: (progress) => seen.push(progress) }));
    expect(seen.at(-1)).toEqual({
      bytesRead: source.length,
      bytesTotal: source.length,
      rows: 300,
      failures: 0,
    });
    const controller = new AbortController();
    const reading = readParquet(source, { signal: controller.signal });
    await reading.next();
    controller.abort(new Error("enough"));
    await expect(reading.next()).rejects.toThrow("enough");
  });

  it("does not take a file without its end for whole, nor a web page for a file", async () => {
    const bytes = readFixture("snappy.parquet");
    for (const length of [0, 3, 11, 5000, bytes.length - 1]) {
      await expect(collectRows(readParquet(bytes.slice(0, length)))).rejects.toMatchObject({
        code: "DATASETS_DAMAGED_FILE",
      });
    }
    const page = new TextEncoder().encode("<!DOCTYPE html><title>Log in</title>");
    await expect(collectRows(readParquet(page))).rejects.toMatchObject({
      code: "DATASETS_HTML_PAGE",
    });
  });

  it("ends with one failed result where a page is damaged, after the rows before it", async () => {
    const bytes = readFixture("gzip.parquet");
    const middle = Math.floor(bytes.length * 0.55);
    bytes.fill(0xff, middle, middle + 300);
    const rows = await collectRows(readParquet(bytes, { file: "gzip.parquet" }));
    expect(rows.at(-1)).toMatchObject({ code: "DATASETS_DAMAGED_FILE" });
    expect(rows.slice(0, -1).every((row) => typeof row === "string")).toBe(true);
    expect(rows.length).toBeLessThan(301);
  });

  it("survives any damage with a DatasetError or rows, never anything else", async () => {
    const bytes = readFixture("pandas.parquet");
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.nat(bytes.length - 1), fc.nat(255)), { minLength: 1, maxLength: 4 }),
        async (changes) => {
          const damaged = bytes.slice();
          for (const [at, value] of changes) damaged[at] = value;
          try {
            await collectRows(readParquet(damaged));
          } catch (error) {
            expect(error).toMatchObject({ name: "DatasetError" });
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("writeParquet", () => {
  it("is undone by readParquet for any dataset, whatever the row groups and codec", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRecords(anyText),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom("snappy", "gzip", "none"),
        async (records, rowGroupSize, codec) => {
          const bytes = await joinBytes(writeParquet(records, { rowGroupSize, codec }));
          expect(plain(await takeRecords(readParquet(bytes)))).toEqual(plain(records));
          expect(await joinBytes(writeParquet(records, { rowGroupSize, codec }))).toEqual(bytes);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("writes crystals as pymatgen's JSON where it is told to", async () => {
    const records = [recordOf("a", textbookCrystals.rutile, { x: 1 }, { y: "z" })];
    const bytes = await joinBytes(writeParquet(records, { crystals: "pymatgen" }));
    expect(plain(await takeRecords(readParquet(bytes)))).toEqual(plain(records));
  });

  it("says which column came too late, and takes all when they are given", async () => {
    const records = [
      recordOf("a", textbookCrystals.CsCl, { x: 1 }),
      recordOf("b", textbookCrystals.CsCl, { y: 2 }),
    ];
    await expect(joinBytes(writeParquet(records, { sampleRows: 1 }))).rejects.toMatchObject({
      code: "DATASETS_UNKNOWN_COLUMN",
      id: "b",
      column: "y",
    });
    const columns = { properties: ["x", "y"], labels: [] };
    const bytes = await joinBytes(writeParquet(records, { columns }));
    expect(plain(await takeRecords(readParquet(bytes)))).toEqual(plain(records));
  });

  it("writes a name that is number here and text there as text", async () => {
    const records = [
      recordOf("a", textbookCrystals.CsCl, { x: 1 }),
      recordOf("b", textbookCrystals.CsCl, {}, { x: "cubic" }),
    ];
    const read = await takeRecords(readParquet(await joinBytes(writeParquet(records))));
    expect(read.map(({ labels }) => labels)).toEqual([{ x: "1" }, { x: "cubic" }]);
  });

  it("writes an empty dataset that can be read", async () => {
    expect(await takeRecords(readParquet(await joinBytes(writeParquet([]))))).toEqual([]);
  });

  it("throws the error of a failed result", async () => {
    const error = new RangeError("no crystal");
    await expect(joinBytes(writeParquet([{ ok: false, error }]))).rejects.toBe(error);
  });
});
