import { afterAll, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDataset, writeDataset } from "@ftcp/datasets/node";
import { takeRecords } from "../../test/fixtures.ts";
import { recordOf } from "../../test/recordOf.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";

const folder = mkdtempSync(join(tmpdir(), "ftcp-datasets-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const records = [
  recordOf("a", textbookCrystals.rutile, { gap: 3 }, { phase: "rutile" }),
  recordOf("b", textbookCrystals.CsCl, {}, { phase: "cesium" }),
];

describe("writeDataset", () => {
  it.each(["jsonl", "csv", "tsv", "json", "extxyz", "parquet", "jsonl.gz", "csv.gz", "json.gz"])(
    "writes .%s that readDataset reads, and tells its checksum",
    async (extension) => {
      const path = join(folder, `crystals.${extension}`);
      const report = await writeDataset(path, records);
      const bytes = readFileSync(path);
      expect(report).toEqual({
        crystals: 2,
        failures: 0,
        bytes: bytes.length,
        sha256: createHash("sha256").update(bytes).digest("hex"),
      });
      const read = await takeRecords(readDataset(path));
      expect(read.map(({ id, properties, labels }) => [id, properties, labels])).toEqual(
        records.map(({ id, properties, labels }) => [id, properties, labels]),
      );
    },
  );

  it.each(["jsonl", "csv.gz", "parquet"])(
    "leaves what was there where writing .%s fails in the middle",
    async (extension) => {
      const path = join(folder, `kept.${extension}`);
      await writeDataset(path, records);
      const before = readFileSync(path);
      const broken = [
        records[0] ?? { ok: false as const, error: new Error() },
        { ok: false as const, error: new Error("bad") },
      ];
      await expect(writeDataset(path, broken)).rejects.toThrow("bad");
      expect(readFileSync(path)).toEqual(before);
      expect(readdirSync(folder).filter((name) => name.endsWith(".tmp"))).toEqual([]);
      const seen: Error[] = [];
      const report = await writeDataset(path, broken, { onFailure: (error) => seen.push(error) });
      expect([report.crystals, report.failures, seen.length]).toEqual([1, 1, 1]);
    },
  );

  it("refuses names that tell no format, and folders that are not there", async () => {
    await expect(writeDataset(join(folder, "a.xlsx"), records)).rejects.toMatchObject({
      code: "DATASETS_UNKNOWN_FORMAT",
    });
    await expect(writeDataset(join(folder, "no", "a.csv"), records)).rejects.toMatchObject({
      code: "DATASETS_WRITE_FAILED",
    });
  });
});
