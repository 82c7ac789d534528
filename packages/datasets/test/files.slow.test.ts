import { afterAll, describe, expect, it } from "@jest/globals";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { collectColumns } from "@ftcp/datasets";
import type { CrystalRecord, RecordResult } from "@ftcp/datasets";
import { readDataset, writeDataset } from "@ftcp/datasets/node";
import { sharedData } from "@ftcp/testing";

const data = sharedData();
const describeShared = data === undefined ? describe.skip : describe;
const folder = mkdtempSync(join(tmpdir(), "ftcp-files-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** A checksum of everything in a record but the labels that a CIF gives to sites. */
function digest({ id, structure, properties, labels }: CrystalRecord): string {
  const { lattice, sites } = structure;
  const entries = (values: object): unknown =>
    Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));
  const content = [
    id,
    [lattice.a, lattice.b, lattice.c, lattice.alpha, lattice.beta, lattice.gamma],
    sites.map(({ species, fractional }) => [species, fractional]),
    entries(properties),
    entries(labels),
  ];
  return createHash("sha256").update(JSON.stringify(content)).digest("hex");
}

async function digestAll(
  source: AsyncIterable<RecordResult>,
): Promise<{ count: number; sum: string }> {
  const sum = createHash("sha256");
  let count = 0;
  for await (const item of source) {
    if (!item.ok) throw item.error;
    sum.update(digest(item.value));
    count += 1;
  }
  return { count, sum: sum.digest("hex") };
}

describeShared("the whole public dataset (needs ../shared)", () => {
  it("goes through CSV, Parquet, structures and Parquet unchanged", async () => {
    const source = join(data ?? "", "crystals.jsonl.gz");
    const [csv, first, second] = ["a.csv", "b.parquet", "c.parquet"].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    // A table needs its columns before the first row; in CSV texts that look like numbers must be declared.
    const columns = await collectColumns(readDataset(source, { lazy: true }));
    const original = await digestAll(readDataset(source));
    expect(original.count).toBe(50_551);

    await writeDataset(csv, readDataset(source), { columns });
    const fromCsv = { textColumns: columns.labels, numericColumns: columns.properties };
    const written = await writeDataset(first, readDataset(csv, fromCsv), { columns });
    expect(written).toMatchObject({ crystals: 50_551, failures: 0 });
    expect(await digestAll(readDataset(first))).toEqual(original);

    const again = await writeDataset(second, readDataset(first), { columns });
    expect(again).toEqual(written); // the same bytes
  }, 570_000);
});
