import { describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { gzipSync } from "node:zlib";
import { collectRows } from "../../test/collectRows.ts";
import { textbookCrystals } from "../../test/textbookCrystals.ts";
import { collectRecords } from "../collectRecords.ts";
import { readCsv } from "./readCsv.ts";

const cif = writeCif(textbookCrystals.SrTiO3);
const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
const rowOf = (id: string, energy = "-1.5") => `${id},${energy},${quote(cif)}`;
const header = "material_id,energy,cif";

describe("readCsv", () => {
  it("reads a table as CDVAE and pandas write it", async () => {
    const text = [
      ",material_id,formation_energy_per_atom,band_gap,pretty_formula,elements,cif,spacegroup.number,note",
      `0,mp-5229,-3.54,,SrTiO3,"['O', 'Sr', 'Ti']",${quote(cif)},221,"a ""quoted"" one, with comma"`,
      `1,mp-5229b,NaN,1.8e0,1e5,,${quote(`# "pymatgen"\r\n${cif}`)},+.5,inf`,
    ].join("\r\n");
    const { records, errors } = await collectRecords(readCsv(text));
    expect(errors).toEqual([]);
    expect(records).toMatchObject([
      {
        id: "mp-5229",
        properties: { formation_energy_per_atom: -3.54, "spacegroup.number": 221 },
        labels: {
          pretty_formula: "SrTiO3",
          elements: "['O', 'Sr', 'Ti']",
          note: 'a "quoted" one, with comma',
        },
      },
      {
        id: "mp-5229b",
        properties: { band_gap: 1.8, "spacegroup.number": 0.5 },
        labels: { pretty_formula: "1e5" },
      },
    ]);
    expect(Object.keys(records[0]?.properties ?? {})).toHaveLength(2);
    expect(Object.keys(records[1]?.properties ?? {})).toHaveLength(2);
    expect(Object.keys(records[1]?.labels ?? {})).toHaveLength(1);
    expect(records[1]?.structure).toEqual(records[0]?.structure);
  });

  it("prefers cif over cif.conv and keeps neither as a label", async () => {
    const text = `id,cif.conv,cif\na,${quote(cif)},${quote(writeCif(textbookCrystals.CsCl))}\n`;
    const { records } = await collectRecords(readCsv(text));
    expect(records[0]?.structure.sites).toHaveLength(2);
    expect(records[0]?.labels).toEqual({});
    const conventional = await collectRecords(readCsv(text, { cifColumn: "cif.conv" }));
    expect(conventional.records[0]?.structure.sites).toHaveLength(5);
    const only = await collectRecords(readCsv(`id,cif.conv\na,${quote(cif)}\n`));
    expect(only.records).toHaveLength(1);
  });

  it("gives line and row of what fails, and the rest", async () => {
    const lines = cif.split("\n").length - 1; // a row ends on the line of the CIF's last line break
    const text = [
      header,
      rowOf("a"),
      "b,1,data_b",
      ",2,data_c",
      "d,3",
      "",
      "e,4,",
      rowOf("f"),
    ].join("\n");
    expect(await collectRows(readCsv(text))).toEqual([
      "a",
      { code: "DATASETS_INVALID_CIF", line: 3 + lines, row: 2, id: "b" },
      { code: "DATASETS_MISSING_ID", line: 4 + lines, row: 3 },
      { code: "DATASETS_INVALID_ROW", line: 5 + lines, row: 4 },
      "f",
    ]);
  });

  it.each([
    ["a closing quote is lost", (row: string) => row.slice(0, -1)],
    ["a cell is lost", (row: string) => row.replace("-1.5,", "")],
    ["a quote inside is not doubled", (row: string) => row.replace("data_", 'da"ta_')],
  ])("loses one row where %s", async (_, damage) => {
    const rows = ["a", "b", "c", "d"].map((id) => rowOf(id));
    rows[1] = damage(rows[1] ?? "");
    for (const lineEnd of ["\n", "\r\n"]) {
      const results = await collectRows(readCsv([header, ...rows].join(lineEnd)));
      const line = 2 + cif.split("\n").length;
      expect(results).toEqual(["a", { code: "DATASETS_INVALID_ROW", line, row: 2 }, "c", "d"]);
    }
    const last = await collectRows(readCsv([header, rows[0], rows[1]].join("\n")));
    expect(last).toEqual(["a", expect.objectContaining({ code: "DATASETS_INVALID_ROW", row: 2 })]);
  });

  it("fails a row whose opening quote is lost, and the lines left of it as one more", async () => {
    const rows = ["a", "b", "c", "d"].map((id) => rowOf(id));
    rows[1] = rows[1]?.replace('"', "") ?? "";
    const line = 2 + cif.split("\n").length;
    expect(await collectRows(readCsv([header, ...rows].join("\n")))).toEqual([
      "a",
      { code: "DATASETS_INVALID_CIF", line, row: 2, id: "b" },
      { code: "DATASETS_INVALID_ROW", line: line + 1, row: 3 },
      "c",
      "d",
    ]);
  });

  it("does not collect a cell whose quote is never closed", async () => {
    const text = `${header}\n${rowOf("a")}\nb,1,"${"x\n".repeat(50_000)}c,1,d\n`;
    const rows = await collectRows(readCsv(text, { maxLineBytes: 5000 }));
    expect(rows).toEqual([
      "a",
      expect.objectContaining({ code: "DATASETS_LINE_TOO_LONG", row: 2 }),
    ]);
  });

  it("refuses a file without a usable header, and lists its columns", async () => {
    const read = (text: string, options = {}) => collectRecords(readCsv(text, options));
    await expect(read("")).rejects.toMatchObject({ code: "DATASETS_INVALID_HEADER" });
    await expect(read("id,cif,id\n")).rejects.toMatchObject({ code: "DATASETS_INVALID_HEADER" });
    await expect(read('id,"ci"f\n')).rejects.toMatchObject({ code: "DATASETS_INVALID_HEADER" });
    await expect(read("id,crystal\n")).rejects.toMatchObject({
      code: "DATASETS_MISSING_COLUMN",
      column: "cif",
      known: ["id", "crystal"],
    });
    await expect(read("cif,x\n")).rejects.toMatchObject({ code: "DATASETS_MISSING_COLUMN" });
    expect((await read("cif,x\n", { missingId: "row" })).errors).toEqual([]);
    await expect(read("id,cif\n", { idColumn: "key" })).rejects.toMatchObject({ column: "key" });
    await expect(read("id,cif\n", { delimiter: "ab" })).rejects.toThrow(RangeError);
  });

  it("keeps the rows before gzip that is cut short, and no half row", async () => {
    const rows = Array.from({ length: 300 }, (_, i) => rowOf(`c${i}`, String(Math.sin(i + 1))));
    const packed = new Uint8Array(gzipSync([header, ...rows].join("\n")));
    const results = await collectRows(readCsv(packed.subarray(0, packed.length * 0.6)));
    const last = results.length - 1;
    expect(last).toBeGreaterThan(50);
    expect(results.slice(0, last)).toEqual(Array.from({ length: last }, (_, i) => `c${i}`));
    expect(results[last]).toMatchObject({ code: "DATASETS_DAMAGED_GZIP" });
  });

  it("reads other delimiters", async () => {
    const text = `id\tx;y\tcif\na\t2\t${quote(cif)}\n`;
    const { records } = await collectRecords(readCsv(text, { delimiter: "\t" }));
    expect(records[0]).toMatchObject({ id: "a", properties: { "x;y": 2 } });
  });
});
