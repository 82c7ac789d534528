import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { writeCif, writePoscar } from "@ftcp/cif";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { collectRows } from "../../test/collectRows.ts";
import { joinBytes } from "../../test/fixtures.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";
import { collectRecords } from "../collectRecords.ts";
import { encodeNpy } from "../numpy/encodeNpy.ts";
import { compressZstd } from "../source/compressZstd.ts";
import type { ReadProgress } from "../source/datasetSource.ts";
import { readCifFolder } from "./readCifFolder.ts";
import { readDataset } from "./readDataset.ts";

const rutile = writeCif(textbookCrystals.rutile);
const anatase = writeCif(textbookCrystals.anatase);

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "ftcp-datasets-"));
});
afterAll(async () => {
  await rm(folder, { recursive: true });
});

async function put(name: string, content: string | Uint8Array): Promise<string> {
  const path = join(folder, name);
  await mkdir(join(path, ".."), { recursive: true });
  await writeFile(path, content);
  return path;
}

async function* toChunks(text: string): AsyncGenerator<Uint8Array, void, undefined> {
  yield await Promise.resolve(new TextEncoder().encode(text));
}

describe("readDataset", () => {
  const jsonl = `${JSON.stringify({ id: "a", cif: rutile, e: 1 })}\n{\n`;
  const csv = `id,e,cif\na,1,"${rutile.replaceAll('"', '""')}"\n`;

  it.each([
    ["x.jsonl", jsonl],
    ["x.JSONL.GZ", gzipSync(jsonl)],
    ["x.ndjson", gzipSync(jsonl)], // gzip by content
    ["x.csv", csv],
    ["x.csv.gz", gzipSync(csv)],
    ["x.tsv", `id\te\tcif\na\t1\t"${rutile}"\n`],
  ])("reads %s by its name", async (name, content) => {
    const path = await put(name, content);
    const progress: ReadProgress[] = [];
    const { records, errors } = await collectRecords(
      readDataset(path, { onProgress: (state) => progress.push(state) }),
    );
    expect(records).toMatchObject([{ id: "a", properties: { e: 1 } }]);
    expect(progress.at(-1)).toMatchObject({ rows: 1 + errors.length, failures: errors.length });
    expect(progress.at(-1)?.bytesRead).toBe(progress.at(-1)?.bytesTotal);
    if (content === jsonl) expect(errors[0]).toMatchObject({ file: path, line: 2 });
  });

  it("refuses what it cannot open or does not know", async () => {
    const missing = join(folder, "none.jsonl");
    await expect(readDataset(missing).next()).rejects.toMatchObject({
      code: "DATASETS_UNREADABLE_FILE",
      file: missing,
      cause: expect.objectContaining({ code: "ENOENT" }) as unknown,
    });
    const path = await put("x.xlsx", "");
    await expect(readDataset(path).next()).rejects.toMatchObject({
      code: "DATASETS_UNKNOWN_FORMAT",
    });
    await expect(readDataset(folder, { format: "csv" }).next()).rejects.toMatchObject({
      code: "DATASETS_UNREADABLE_FILE",
    });
    const named = await put("jsonl.txt", jsonl);
    expect((await collectRecords(readDataset(named, { format: "jsonl" }))).records).toHaveLength(1);
  });
});

describe("readCifFolder", () => {
  it("reads POSCARs beside CIFs, plain and compressed, by all usual names", async () => {
    const poscar = writePoscar(textbookCrystals.CsCl);
    const names = [
      "b.vasp",
      "c.poscar",
      "POSCAR_d",
      "CONTCAR.e",
      "f_POSCAR",
      "g.POSCAR.gz",
      "h.vasp.zst",
    ];
    const zstd = await joinBytes(compressZstd(toChunks(poscar)));
    for (const name of names) {
      const content = name.endsWith(".gz")
        ? gzipSync(poscar)
        : name.endsWith(".zst")
          ? zstd
          : poscar;
      await put(`forms/${name}`, content);
    }
    await put("forms/a.cif.gz", gzipSync(rutile));
    await put("forms/b.cif", rutile); // b is there twice
    await put("forms/broken.vasp", "comment\n1.0\n4 0 0\n");
    await put("forms/cut.cif.gz", gzipSync(rutile).subarray(0, 100));
    await put("forms/INCAR", "ENCUT = 520");
    await put("forms/README.txt", "no crystal");
    await put("forms/labels.csv", "id,gap\nd,3\nPOSCAR_e,4\nh.vasp.zst,5\n");
    const { records, errors } = await collectRecords(readDataset(join(folder, "forms")));
    const formula = (id: string): number | undefined =>
      records.find((each) => each.id === id)?.structure.sites.length;
    expect(records.map(({ id }) => id).sort()).toEqual(["a", "b", "c", "d", "e", "f", "g", "h"]);
    expect([formula("a"), formula("b")]).toEqual([6, 6]);
    for (const id of ["c", "d", "e", "f", "g", "h"]) expect(formula(id)).toBe(2);
    const gaps = records.flatMap(({ id, properties: { gap } }) =>
      gap === undefined ? [] : [[id, gap]],
    );
    expect(gaps.sort()).toEqual([
      ["d", 3],
      ["e", 4],
      ["h", 5],
    ]);
    expect(errors.map(({ code, id }) => [id, code]).sort()).toEqual([
      ["b", "DATASETS_DUPLICATE_ID"],
      ["broken", "DATASETS_INVALID_STRUCTURE"],
      ["cut", "DATASETS_DAMAGED_GZIP"],
    ]);
  });

  it("reads a folder of .npy, as MatterGen keeps crystals", async () => {
    await put("arrays/num_atoms.npy", encodeNpy({ shape: [2], data: Int32Array.of(1, 2) }));
    await put(
      "arrays/atomic_numbers.npy",
      encodeNpy({ shape: [3], data: Int32Array.of(84, 55, 17) }),
    );
    const pos = Float32Array.of(0, 0, 0, 0, 0, 0, 0.5, 0.5, 0.5);
    await put("arrays/pos.npy", encodeNpy({ shape: [3, 3], data: pos }));
    const cell = Float64Array.of(3, 0, 0, 0, 3, 0, 0, 0, 3, 4, 0, 0, 0, 4, 0, 0, 0, 4);
    await put("arrays/cell.npy", encodeNpy({ shape: [2, 3, 3], data: cell }));
    await put("arrays/structure_id.npy", encodeNpy({ shape: [2], data: ["x", "y"] }));
    await put("arrays/band_gap.json", "{}");
    const { records, errors } = await collectRecords(readDataset(join(folder, "arrays")));
    expect(errors).toEqual([]);
    expect(
      records.map(({ id, structure }) => [id, structure.lattice.a, structure.sites.length]),
    ).toEqual([
      ["x", 3, 1],
      ["y", 4, 2],
    ]);
    await put("arrays/cell.npy", "damaged");
    await expect(readDataset(join(folder, "arrays")).next()).rejects.toMatchObject({
      code: "DATASETS_DAMAGED_FILE",
      file: join(folder, "arrays", "cell.npy"),
    });
  });

  it("joins CIFs and labels by name, and says what lacks a partner", async () => {
    await put("mixed/rutile.cif", rutile);
    await put("mixed/anatase.CIF", anatase);
    await put("mixed/broken.cif", "data_broken\n");
    await put("mixed/notes.txt", "no crystal");
    await put("mixed/deeper/x.cif", rutile);
    const labels = await put(
      "mixed/labels.csv",
      'material_id,band_gap,phase\nrutile.cif,3.0,"tetragonal, P"\nghost,1,x\nbroken,2,y\n,3,z\nshort\nrutile,9,w\n',
    );
    const progress: ReadProgress[] = [];
    const path = join(folder, "mixed");
    const items = await collectRows(
      readDataset(path, { onProgress: (state) => progress.push(state) }),
    );
    expect(items).toEqual([
      { code: "DATASETS_MISSING_ID", line: 5, row: 4 },
      { code: "DATASETS_INVALID_ROW", line: 6, row: 5 },
      { code: "DATASETS_DUPLICATE_ID", line: 7, id: "rutile" },
      "anatase",
      { code: "DATASETS_INVALID_CIF", row: 2, id: "broken" },
      "rutile",
      { code: "DATASETS_MISSING_FILE", line: 3, id: "ghost" },
    ]);
    expect(progress.at(-1)).toMatchObject({ rows: 7, failures: 5 });
    const { records, errors } = await collectRecords(readCifFolder(path, { labels }));
    expect(records).toMatchObject([
      { id: "anatase", properties: {}, labels: {} },
      { id: "rutile", properties: { band_gap: 3 }, labels: { phase: "tetragonal, P" } },
    ]);
    expect(errors[3]?.file).toBe(join(path, "broken.cif"));
  });

  it("leaves CIFs unparsed until they are asked for, when told to", async () => {
    await put("lazy/1.cif", rutile);
    await put("lazy/2.cif", "data_broken");
    const path = join(folder, "lazy");
    const { records, errors } = await collectRecords(readDataset(path, { lazy: true }));
    expect(errors).toEqual([]);
    expect(records.map(({ id, cif }) => [id, cif])).toEqual([
      ["1", rutile],
      ["2", "data_broken"],
    ]);
    const eager = await collectRecords(readDataset(path));
    expect(records[0]?.structure).toEqual(eager.records[0]?.structure);
    expect(records[0]?.structure).toBe(records[0]?.structure);
    expect(() => records[1]?.structure).toThrow(eager.errors[0]);
  });

  it("reads CGCNN's id_prop.csv, which has no header", async () => {
    await put("cgcnn/1.cif", rutile);
    await put("cgcnn/2.cif", anatase);
    await put("cgcnn/other.csv", "x\n");
    await put("cgcnn/id_prop.csv", "1,-3.5\n2,-3.4\n");
    const { records } = await collectRecords(readCifFolder(join(folder, "cgcnn")));
    expect(records).toMatchObject([
      { id: "1", properties: { target: -3.5 } },
      { id: "2", properties: { target: -3.4 } },
    ]);
    await put("cgcnn/id_prop.csv", "1,-3.5,metal\n2,-3.4,\n");
    const two = await collectRecords(readCifFolder(join(folder, "cgcnn")));
    expect(two.records).toMatchObject([
      { properties: { target_1: -3.5 }, labels: { target_2: "metal" } },
      { properties: { target_1: -3.4 }, labels: {} },
    ]);
  });

  it("refuses to guess among label files and to read what is not there", async () => {
    await put("many/1.cif", rutile);
    await put("many/a.csv", "id,x\n");
    const path = join(folder, "many");
    expect(await collectRows(readCifFolder(path))).toEqual(["1"]);
    await put("many/b.csv", "id,x\n");
    await expect(readCifFolder(path).next()).rejects.toMatchObject({
      code: "DATASETS_AMBIGUOUS_LABELS",
      known: ["a.csv", "b.csv"],
    });
    const refused = { code: "DATASETS_UNREADABLE_FILE" };
    await expect(readCifFolder(join(folder, "none")).next()).rejects.toMatchObject(refused);
    const labels = join(folder, "none.csv");
    await expect(readCifFolder(path, { labels }).next()).rejects.toMatchObject(refused);
    const signal = AbortSignal.abort(new Error("stop"));
    await expect(readCifFolder(path, { signal }).next()).rejects.toThrow("stop");
  });
});
