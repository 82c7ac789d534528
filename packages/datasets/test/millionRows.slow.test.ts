import { afterAll, describe, expect, it } from "@jest/globals";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCif } from "@ftcp/cif";
import type { CrystalRecord } from "@ftcp/datasets";
import { readDataset, writeDataset } from "@ftcp/datasets/node";
import { textbookCrystals } from "./textbookCrystals.ts";

const ROWS = 1_000_000;
const folder = mkdtempSync(join(tmpdir(), "ftcp-million-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function* createRecords(): Generator<CrystalRecord> {
  const structures = Object.values(textbookCrystals);
  const texts = structures.map((structure) => writeCif(structure));
  for (let i = 0; i < ROWS; i++) {
    const structure = structures[i % structures.length] ?? textbookCrystals.CsCl;
    const cif = texts[i % texts.length] ?? "";
    const labels = { split: i % 10 === 0 ? "test" : "train" };
    yield { id: `mp-${i}`, structure, cif, properties: { gap: i / 8, row: i }, labels };
  }
}

describe("a Parquet of a million crystals", () => {
  it("is written and streamed in flat memory", async () => {
    const path = join(folder, "million.parquet");
    const start = performance.now();
    let written = 0;
    const peak = { write: 0, early: 0, late: 0 };
    const { bytes } = await writeDataset(path, createRecords(), {
      onProgress: (count) => {
        written = count;
        if (count % 20_000 === 0) peak.write = Math.max(peak.write, process.memoryUsage().rss);
      },
    });
    expect(written).toBe(ROWS);
    const middle = performance.now();
    let rows = 0;
    let sum = 0;
    for await (const item of readDataset(path, { lazy: true })) {
      if (!item.ok) throw item.error;
      sum += item.value.properties["row"] ?? NaN;
      rows += 1;
      if (rows % 10_000 === 0) {
        const { rss } = process.memoryUsage();
        if (rows <= ROWS / 5) peak.early = Math.max(peak.early, rss);
        else peak.late = Math.max(peak.late, rss);
      }
    }
    const end = performance.now();
    expect([rows, sum]).toEqual([ROWS, (ROWS * (ROWS - 1)) / 2]);
    // Flat: the last four fifths need no more than the first, but for the garbage collector's mood.
    expect(peak.late).toBeLessThan(peak.early + 100e6);
    const megabytes = (value: number): number => Math.round(value / 1e6);
    process.stderr.write(
      `${megabytes(bytes)} MB; written in ${((middle - start) / 1000).toFixed(1)} s with ` +
        `${megabytes(peak.write)} MB, read in ${((end - middle) / 1000).toFixed(1)} s with ` +
        `${megabytes(peak.early)} MB, then ${megabytes(peak.late)} MB of memory\n`,
    );
  }, 570_000);
});
