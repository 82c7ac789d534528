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
