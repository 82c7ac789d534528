import { afterAll, describe, expect, it } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { writeCif } from "@ftcp/cif";
import type { CrystalRecord } from "@ftcp/datasets";
import { readDataset, writeDataset } from "@ftcp/datasets/node";
import { takeRecords } from "./fixtures.ts";
import { recordOf } from "./recordOf.ts";
import { textbookCrystals } from "./textbookCrystals.ts";

/** A Python with the packages of tools/reference/datasets/requirements.txt. */
const { FTCP_PYTHON: python } = process.env;
const describePython = python === undefined ? describe.skip : describe;
const folder = mkdtempSync(join(tmpdir(), "ftcp-python-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});

function runPython(mode: "read" | "write", paths: readonly string[], input = ""): string {
  const script = join(import.meta.dirname, "python", "exchangeFormats.py");
  const options = { input, encoding: "utf8", maxBuffer: 1 << 28 } as const;
  const { status, stdout, stderr } = spawnSync(python ?? "", [script, mode, ...paths], options);
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Numbers that do not end, extreme ones, missing values, texts with everything that tables must quote. */
const crystals = Object.entries(textbookCrystals);
const records: CrystalRecord[] = Array.from({ length: 40 }, (_, i) => {
  const [name = "", structure] = crystals[i % crystals.length] ?? [];
  if (structure === undefined) throw new Error("no crystals");
  return recordOf(
    `mp-${i}`,
    structure,
    {
      count: i,
      ...(i % 5 === 3 ? {} : { gap: [1 / 3, -1e-300, 1.2345678901234567e300][i % 3] ?? 0 }),
    },
    i % 7 === 2
      ? {}
      : { name: [`${name} é, "quoted"`, "line\nbreak", `tab\there 𝒙${i}`][i % 3] ?? "" },
  );
});
type Row = Readonly<Record<string, string | number | null>>;
const rows: Row[] = records.map(({ id, properties, labels, structure }) => ({
  material_id: id,
  count: properties["count"] ?? null,
  gap: properties["gap"] ?? null,
  name: labels["name"] ?? null,
  cif: writeCif(structure),
}));
const textNames = ["jsonl", "csv", "tsv", "json"].flatMap((each) => [
  each,
  `${each}.gz`,
  `${each}.zst`,
]);

describePython("pandas, pyarrow and numpy (need FTCP_PYTHON)", () => {
  it("read every form that we write, with equal values", async () => {
    const names = [...textNames, "parquet", "arrow", "feather", "ipc", "arrows"];
    const paths = names.map((name) => join(folder, `ours.${name}`));
    for (const path of paths) await writeDataset(path, records);
    for (const codec of ["gzip", "none"] as const) {
      const path = join(folder, `ours-${codec}.parquet`);
      await writeDataset(path, records, { codec, rowGroupSize: 7, metadata: { licence: "CC-BY" } });
      paths.push(path);
    }
    const answer = JSON.parse(runPython("read", paths)) as Record<string, Row[]>;
    expect(Object.keys(answer)).toHaveLength(paths.length);
    for (const [name, found] of Object.entries(answer)) {
      expect([name, found.length]).toEqual([name, rows.length]);
      for (const [i, row] of found.entries()) {
        const { cif, ...expected } = rows[i] ?? {};
        const { cif: own, structure, ...others } = row;
        expect([name, { ...expected, ...others }]).toEqual([name, expected]);
        if (own !== undefined) expect(own).toBe(cif);
        else expect(structure).toBeDefined();
      }
    }
  }, 60_000);

  it("read the arrays of .npz that we write, with equal values", async () => {
    const path = join(folder, "ours.npz");
    await writeDataset(path, records);
    const { "ours.npz": arrays } = JSON.parse(runPython("read", [path])) as Record<
      string,
      Record<string, { dtype: string; shape: number[]; values: unknown[] }>
    >;
    const sites = records.flatMap(({ structure }) => structure.sites);
    expect(arrays?.["material_id"]).toEqual({
      ...{ dtype: "U", shape: [40], values: records.map(({ id }) => id) },
    });
    expect(arrays?.["pos"]).toEqual({
      ...{ dtype: "f", shape: [sites.length, 3] },
      values: sites.flatMap(({ fractional }) => [...fractional]),
    });
    expect(arrays?.["cell"]).toEqual({
      ...{ dtype: "f", shape: [40, 3, 3] },
      values: records.flatMap(({ structure }) => structure.lattice.matrix.flat()),
    });
    expect(arrays?.["num_atoms"]?.dtype).toBe("i");
    expect(arrays?.["gap"]?.values).toEqual(rows.map(({ gap }) => gap));
    expect(arrays?.["name"]?.values).toEqual(rows.map(({ name }) => name ?? ""));
  }, 60_000);

  it("write forms that we read, with equal values", async () => {
    const own = mkdtempSync(join(folder, "theirs-"));
    runPython("write", [own], JSON.stringify(rows));
    const names = readdirSync(own).sort();
    expect(names.length).toBeGreaterThan(15);
    for (const name of names) {
      const found = await takeRecords(readDataset(join(own, name)));
      expect([name, found.length]).toEqual([name, records.length]);
      for (const [i, { id, properties, labels, structure }] of found.entries()) {
        const expected = records[i];
        expect([name, id, properties, labels]).toEqual([
          ...[name, expected?.id, closeTo(expected?.properties ?? {}, name), expected?.labels],
        ]);
        expect(structure.sites).toHaveLength(expected?.structure.sites.length ?? 0);
      }
    }
  }, 60_000);
});

/** pandas writes JSON with 15 digits, all other forms in full. */
function closeTo(values: Readonly<Record<string, number>>, name: string): object {
  if (name !== "lines.jsonl") return values;
  return Object.fromEntries(
    Object.entries(values)
      // and rounds small numbers to 15 digits after the point
      .map(([key, value]): [string, unknown] => [
        key,
        Math.abs(value) < 1e-15
          ? expect.closeTo(0, 12)
          : Math.abs(value) > 1e16
            ? expect.any(Number)
            : expect.closeTo(value, 12),
      ]),
  );
}
