import { afterAll, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readDataset, verifyChecksum, writeChecksum, writeDataset } from "@ftcp/datasets/node";
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
  const texts = ["jsonl", "csv", "tsv", "json", "extxyz"];
  const packed = texts.flatMap((each) => [`${each}.gz`, `${each}.zst`]);
  it.each([...texts, ...packed, "parquet", "arrow", "feather", "ipc", "arrows", "npz"])(
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

  it("puts a checksum beside it, which is compared before the first row is given", async () => {
    const path = join(folder, "summed.csv");
    const { sha256 } = await writeDataset(path, records, { checksum: true });
    expect(readFileSync(`${path}.sha256`, "utf8")).toBe(`${sha256}  summed.csv\n`);
    expect(await verifyChecksum(path)).toBe(sha256);
    expect(await takeRecords(readDataset(path, { checksum: "required" }))).toHaveLength(2);

    writeFileSync(path, readFileSync(path, "utf8").replace("rutile", "ruTile"));
    await expect(readDataset(path).next()).rejects.toMatchObject({
      code: "DATASETS_CHECKSUM_MISMATCH",
      file: path,
    });
    expect(await takeRecords(readDataset(path, { checksum: "ignore" }))).toHaveLength(2);
    // Writing it again renews the checksum; one that is there for two states of the file fits both.
    const again = await writeDataset(path, records.slice(0, 1));
    expect(await verifyChecksum(path)).toBe(again.sha256);
    writeFileSync(`${path}.sha256`, `${sha256}  summed.csv\n${again.sha256}  summed.csv\n`);
    expect(await takeRecords(readDataset(path, { checksum: "required" }))).toHaveLength(1);

    await writeDataset(path, records);
    writeFileSync(`${path}.sha256`, "nothing");
    await expect(readDataset(path).next()).rejects.toMatchObject({
      code: "DATASETS_UNREADABLE_FILE",
      file: `${path}.sha256`,
    });
    rmSync(`${path}.sha256`);
    expect(await takeRecords(readDataset(path))).toHaveLength(2);
    await expect(readDataset(path, { checksum: "required" }).next()).rejects.toMatchObject({
      code: "DATASETS_UNREADABLE_FILE",
    });
    await expect(writeChecksum(path, "abc")).rejects.toThrow(RangeError);
  });

  (spawnSync("sha256sum", ["--version"]).status === 0 ? it : it.skip)(
    "writes checksums that sha256sum takes, and takes those that it writes",
    async () => {
      const path = join(folder, "coreutils.json");
      await writeDataset(path, records, { checksum: true });
      const check = spawnSync("sha256sum", ["--check", "coreutils.json.sha256"], { cwd: folder });
      expect(check.stdout.toString()).toBe("coreutils.json: OK\n");
      const { stdout } = spawnSync("sha256sum", ["--binary", "coreutils.json"], { cwd: folder });
      writeFileSync(`${path}.sha256`, stdout);
      await verifyChecksum(path);
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
