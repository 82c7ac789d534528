import { describe, expect, it } from "@jest/globals";
import { readArrow, writeArrow } from "@ftcp/datasets/arrow";
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

describe("readArrow", () => {
  it.each(["uncompressed.arrow", "lz4.arrow", "zstd.arrow", "dictionary.arrow", "stream.arrows"])(
    "reads every value that pyarrow wrote to %s",
    async (name) => {
      const records = await takeRecords(readArrow(readFixture(name)));
      expect(records.map(describeRecord)).toEqual(expectedRows());
    },
  );

  it.each(["lz4.arrow", "stream.arrows"])("never takes a cut %s for whole", async (name) => {
    const bytes = readFixture(name);
    for (const share of [0, 0.01, 0.3, 0.5, 0.8, 0.99]) {
      const rows = await collectRows(readArrow(bytes.slice(0, share * bytes.length)));
      expect(rows.at(-1)).toMatchObject({ code: "DATASETS_DAMAGED_FILE" });
    }
  });

  it("refuses at once metadata that count more columns than they hold", async () => {
    const bytes = readFixture("stream.arrows");
    const view = new DataView(bytes.buffer);
    // In the first batch's metadata: the count of columns, then rows (64) and nulls of the first.
    const places = Array.from({ length: bytes.length / 4 - 5 }, (_, i) => 4 * i);
    const count = places.find(
      (at) => view.getBigInt64(at + 4, true) === 64n && view.getBigInt64(at + 12, true) === 0n,
    );
    expect(view.getInt32(count ?? 0, true)).toBe(20);
    view.setInt32(count ?? 0, 2 ** 28, true);
    const start = process.cpuUsage();
    const found = await collectRows(readArrow(bytes));
    expect(found).toMatchObject([{ code: "DATASETS_DAMAGED_FILE" }]);
    const { user, system } = process.cpuUsage(start);
    expect(user + system).toBeLessThan(4e6); // µs; a walk over all of them takes ten times that
  });
});

describe("writeArrow", () => {
  it("is undone by readArrow for any dataset, file or stream", async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryRecords(fc.stringMatching(/^[b-z]{3,9}[ "\\\né]?$/)),
        fc.constantFrom("file", "stream"),
        fc.integer({ min: 1, max: 5 }),
        async (records, kind, batchSize) => {
          const bytes = await joinBytes(writeArrow(records, { kind, batchSize }));
          const read = await takeRecords(readArrow(bytes));
          expect(read.map(({ id, properties, labels }) => ({ id, properties, labels }))).toEqual(
            records.map(({ id, properties, labels }) => ({ id, properties, labels })),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
