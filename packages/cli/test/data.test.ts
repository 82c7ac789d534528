import { beforeAll, describe, expect, it } from "@jest/globals";
import { writeCif } from "@ftcp/cif";
import { collectRecords, datasetFormats } from "@ftcp/datasets";
import type { DatasetCard } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { captureIo } from "./captureIo.ts";
import { perovskite, rockSalt, rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { runFtcp } from "../src/index.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const at = useTemporaryFolder();
const bad = { material_id: "bad", cif: "data_x" };
const sha256Of = async (path: string): Promise<string> =>
  createHash("sha256")
    .update(await readFile(path))
    .digest("hex");

/** Polymorphs, systems and years: 60 crystals of 12 formulas in 6 systems. */
const halides = ["Li", "Na", "K", "Rb", "Cs", "Tl"].flatMap((metal, i) =>
  ["Cl", "Br"].flatMap((halogen, j) =>
    Array.from({ length: 5 }, (_, k) => ({
      ...{
        material_id: `${metal}${halogen}-${k}`,
        band_gap: k / 4,
        year: 1990 + 2 * i + j + 10 * k,
      },
      cif: writeCif(rockSalt(5 + k / 3, metal, halogen)),
    })),
  ),
);

beforeAll(async () => {
  await writeFile(at("data.jsonl"), toJsonl([rows[0], bad, ...rows.slice(1)]));
  await writeFile(at("halides.jsonl"), toJsonl(halides));
});

const read = async (path: string): Promise<readonly object[]> => {
  const { records, errors } = await collectRecords(readDataset(path));
  expect(errors).toEqual([]);
  return records.map(({ id, properties, labels, structure }) => ({
    ...{ id, properties, labels, structure },
  }));
};

describe("ftcp data convert", () => {
  it("brings a dataset through all formats and back, and names the row that cannot be read", async () => {
    const first = await ftcp([
      ...["data", "convert", at("data.jsonl"), "--out", at("new", "a.csv.gz"), "--json"],
      ...["--errors", at("reports", "errors.jsonl")],
    ]);
    expect(first.code).toBe(1);
    const report = JSON.parse(first.stdout) as { crystals: number; sha256: string };
    expect(report).toMatchObject({
      ...{ crystals: rows.length, failures: 1, errors: { DATASETS_INVALID_CIF: 1 } },
      sha256: await sha256Of(at("new", "a.csv.gz")),
    });
    const errors = (await readFile(at("reports", "errors.jsonl"), "utf8")).trimEnd().split("\n");
    expect(errors.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ id: "bad", line: 2, row: 2, code: "DATASETS_INVALID_CIF" }),
    ]);
    expect(first.stderr).toContain("DATASETS_INVALID_CIF");

    const original = await read(at("new", "a.csv.gz"));
    expect(original).toHaveLength(rows.length);
    const chain = [
      "a.csv.gz",
      "b.parquet",
      "c.jsonl",
      "d.tsv",
      "d.arrow",

      "d.jsonl.zst",
      "e.json.gz",
      "f.extxyz",
      "g.parquet",
    ];
    for (const [step, name] of chain.entries()) {
      if (step === 0) continue;
      const from = at("new", chain[step - 1] ?? "");
      const result = await ftcp(["data", "convert", from, "--out", at("new", name)]);
      expect(result).toMatchObject({ code: 0, stderr: "" });
      expect(result.stdout).toContain(`${rows.length} crystals`);
      if (/extxyz|g\./u.test(name)) continue; // Cartesian coordinates: other last bits
      expect(await read(at("new", name))).toEqual(original);
    }
    expect(await read(at("new", "g.parquet"))).toHaveLength(rows.length);
    const arrays = ["data", "convert", at("new", "c.jsonl"), "--out", at("new", "h.npz")];
    expect(await ftcp(arrays)).toMatchObject({ code: 0 });
    expect(await read(at("new", "h.npz"))).toHaveLength(rows.length); // arrays have no names of sites
  });

  it("knows all formats that the package has", async () => {
    const { stdout } = await ftcp(["data", "convert", "--help"]);
    for (const { format } of datasetFormats) expect(stdout).toContain(`"${format}"`);
  });

  it("says with --dry-run what it would do, and writes nothing", async () => {
    const args = ["data", "convert", at("data.jsonl"), "--out", at("dry", "x.parquet")];
    const { code, stdout } = await ftcp([...args, "--dry-run", "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      ...{ out: at("dry", "x.parquet"), dryRun: true, crystals: rows.length },
      columns: {
        properties: ["formation_energy_per_atom", "band_gap", "thermo"],
        labels: ["split"],
      },
      errors: { DATASETS_INVALID_CIF: 1 },
    });
    expect(existsSync(at("dry"))).toBe(false);
  });

  it("reads a folder of CIFs with labels, takes the first rows, and copies text unread", async () => {
    await mkdir(at("cifs"));
    await writeFile(at("cifs", "x-1.cif"), writeCif(rockSalt(5.6, "Na", "Cl")));
    await writeFile(at("cifs", "x-2.cif"), writeCif(perovskite(3.9, "Sr", "Ti", "O")));
    await writeFile(at("labels.csv"), "material_id,band_gap\nx-1,5\nx-2,1.8\n");
    const folder = ["data", "convert", at("cifs"), "--labels", at("labels.csv")];
    expect(await ftcp([...folder, "--out", at("folder.parquet")])).toMatchObject({ code: 0 });
    const [first] = await read(at("folder.parquet"));
    expect(first).toMatchObject({ id: "x-1", properties: { band_gap: 5 } });

    // And back: a folder that was not there, or nothing.
    const back = ["data", "convert", at("folder.parquet"), "--out", `${at("back")}/`];
    expect(await ftcp(back)).toMatchObject({ code: 0 });
    expect((await readdir(at("back"))).sort()).toEqual(["labels.csv", "x-1.cif", "x-2.cif"]);
    expect(await read(at("back"))).toEqual(await read(at("folder.parquet")));
    expect(await ftcp(back)).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("CLI_USAGE") },
    });
    const odd = [rows[0], rows[0], { ...rows[1], material_id: "../x" }];
    await writeFile(at("odd.jsonl"), toJsonl(odd));
    const oddly = ["data", "convert", at("odd.jsonl"), "--to", "cif-folder", "--out", at("odd")];
    const { code, stdout } = await ftcp([...oddly, "--json"]);
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ crystals: 1, errors: { DATASETS_DUPLICATE_ID: 1, CLI_WRITE_FAILED: 1 } },
    });

    const some = ["data", "convert", at("data.jsonl"), "--limit", "2"];
    const unread = [...some, "--no-check", "--checksum", "--out", at("some.csv")];
    const copied = await ftcp([...unread, "--json"]);
    expect(await readFile(at("some.csv.sha256"), "utf8")).toBe(
      `${await sha256Of(at("some.csv"))}  some.csv\n`,
    );
    expect(copied).toMatchObject({ code: 0 });
    expect(JSON.parse(copied.stdout)).toMatchObject({ crystals: 2 });
    expect(await readFile(at("some.csv"), "utf8")).toContain("bad,");
  });

  it("does not write over what it reads, and refuses formats that it does not know", async () => {
    const before = await readFile(at("data.jsonl"));
    const same = ["data", "convert", at("data.jsonl"), "--out", at("cifs", "..", "data.jsonl")];
    expect(await ftcp(same)).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("CLI_USAGE") },
    });
    expect(await readFile(at("data.jsonl"))).toEqual(before);
    expect(await ftcp(["data", "convert", at("data.jsonl"), "--out", at("x.xls")])).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("DATASETS_UNKNOWN_FORMAT") },
    });
    expect(await ftcp(["data", "convert", at("none.csv"), "--out", at("x.csv")])).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("DATASETS_UNREADABLE_FILE") },
    });
  });

  it("leaves nothing half-written after Ctrl-C, and what was there before", async () => {
    await mkdir(at("stopped"));
    await writeFile(at("stopped", "x.parquet"), "earlier");
    await writeFile(at("many.jsonl"), toJsonl(Array.from({ length: 300 }, () => halides).flat()));
    for (const args of [
      ["convert", at("many.jsonl"), "--out", at("stopped", "x.parquet")],
      ["convert", at("many.jsonl"), "--out", at("stopped", "cifs/")],
      ["split", at("many.jsonl"), "--out", at("stopped", "{part}.parquet")],
      ["card", at("many.jsonl"), "--out", at("stopped", "card.md")],
    ]) {
      const captured = captureIo();
      // Somebody presses Ctrl-C when the file that grows is there; a card has none before its end.
      const timer = setInterval(() => {
        if (args[0] === "card" || readdirSync(at("stopped")).length > 1) captured.interrupt();
      }, 20);
      const code = await runFtcp(["data", ...args], captured.io);
      clearInterval(timer);
      expect({ args, code }).toEqual({ args, code: 130 });
      expect(await readdir(at("stopped"))).toEqual(["x.parquet"]);
      expect(await readFile(at("stopped", "x.parquet"), "utf8")).toBe("earlier");
    }
  });
});

describe("ftcp data card", () => {
  it("prints and writes what the dataset holds, with its checksum and space groups", async () => {
    const args = ["data", "card", at("data.jsonl"), "--name", "textbook", "--licence", "CC0-1.0"];
    const more = ["--source", "a textbook", "--symmetry", "0.01", "--out", at("cards", "card.md")];
    const { code, stdout } = await ftcp([...args, ...more]);
    expect(code).toBe(1);
    expect(stdout).toBe(await readFile(at("cards", "card.md"), "utf8"));
    const card = JSON.parse(await readFile(at("cards", "card.json"), "utf8")) as DatasetCard;
    expect(card).toMatchObject({
      ...{ name: "textbook", crystals: rows.length, licence: "CC0-1.0", sources: ["a textbook"] },
      failures: { DATASETS_INVALID_CIF: 1 },
      checksums: { "data.jsonl": await sha256Of(at("data.jsonl")) },
    });
    // Cubic perovskites are P m -3 m (221), rock salt is F m -3 m (225).
    expect(card.spaceGroups).toEqual({ 221: rows.length - 1, 225: 1 });
    expect(card.elements["O"]).toBe(8);
    expect(card.properties["band_gap"]).toMatchObject({ min: 0.6, max: 6.9 });
  });

  it("takes sources from the description that ftcp fetch writes", async () => {
    const provenance = {
      ...{ source: "Example DB", databaseVersion: "7", url: "https://example.org" },
      ...{ retrieved: "2026-01-02T03:04:05Z", query: {}, license: "CC-BY-4.0" },
    };
    await writeFile(at("halides.provenance.json"), JSON.stringify({ provenance }));
    const { stdout } = await ftcp(["data", "card", at("halides.jsonl"), "--json"]);
    expect(JSON.parse(stdout)).toMatchObject({
      ...{ sources: ["Example DB 7 (https://example.org, 2026-01-02)"], licence: "CC-BY-4.0" },
    });
    await writeFile(at("halides.provenance.json"), "{");
    expect(await ftcp(["data", "card", at("halides.jsonl")])).toMatchObject({
      ...{ code: 2, stderr: expect.stringContaining("CLI_READ_FAILED") },
    });
  });

  it("gives a folder the checksum that sha256sum gives", async () => {
    const { stdout } = await ftcp(["data", "card", at("cifs"), "--json"]);
    const { checksums } = JSON.parse(stdout) as DatasetCard;
    const shell = 'cd "$0" && LC_ALL=C && export LC_ALL && sha256sum * | sha256sum';
    const told = execFileSync("sh", ["-c", shell, at("cifs")], { encoding: "utf8" });
    expect(Object.values(checksums)).toEqual([told.slice(0, 64)]);
  });
});

describe("ftcp data split", () => {
  const split = (...args: string[]): ReturnType<typeof ftcp> =>
    ftcp(["data", "split", at("halides.jsonl"), "--fractions", "train=0.6,test=0.4", ...args]);
  interface Row {
    readonly id: string;
    readonly labels: { readonly split: string };
    readonly properties: { readonly year: number };
  }
  const readRows = async (path: string): Promise<Row[]> => (await read(path)) as Row[];
  /** Parts by group; more than one part for a group is a leak. */
  const partsBy = (items: readonly Row[], keyOf: (row: Row) => string): string[][] => {
    const parts = new Map<string, Set<string>>();
    for (const item of items) {
      const key = keyOf(item);
      parts.set(key, (parts.get(key) ?? new Set()).add(item.labels.split));
    }
    return [...parts.values()].map((part) => [...part]);
  };

  it("adds a column by formula, that other commands read; equal seeds give equal files", async () => {
    const out = ["--out", at("split.jsonl")];
    const { code, stdout } = await split(...out, "--seed", "3", "--json");
    expect(code).toBe(0);
    const told = JSON.parse(stdout) as {
      parts: Record<string, { crystals: number; groups: number }>;
    };
    const items = await readRows(at("split.jsonl"));
    expect(items).toHaveLength(60);
    expect(told.parts["train"]?.crystals).toBe(
      items.filter(({ labels }) => labels.split === "train").length,
    );
    expect((told.parts["train"]?.groups ?? 0) + (told.parts["test"]?.groups ?? 0)).toBe(12);
    const formulas = partsBy(items, ({ id }) => id.slice(0, -2));
    expect(formulas.every((parts) => parts.length === 1)).toBe(true);
    const bytes = await readFile(at("split.jsonl"));
    await split(...out, "--seed", "3");
    expect(await readFile(at("split.jsonl"))).toEqual(bytes);
    await split(...out, "--seed", "4");
    expect((await readFile(at("split.jsonl"))).equals(bytes)).toBe(false);
    const used = ["featurize", at("split.jsonl"), "--split", "test", "--max-sites", "5", "--json"];
    expect((await ftcp([...used, "--out", at("test.npy")])).code).toBe(0);
  });

  it("writes a file a part, without a shared chemical system", async () => {
    const args = ["--by", "chemical-system", "--out", at("parts", "{part}", "x.csv.gz")];
    expect(await split(...args, "--checksum")).toMatchObject({ code: 0 });
    expect(await readFile(at("parts", "test", "x.csv.gz.sha256"), "utf8")).toBe(
      `${await sha256Of(at("parts", "test", "x.csv.gz"))}  x.csv.gz\n`,
    );
    const [train, test] = await Promise.all(
      ["train", "test"].map((part) => readRows(at("parts", part, "x.csv.gz"))),
    );
    expect((train?.length ?? 0) + (test?.length ?? 0)).toBe(60);
    const system = ({ id }: Row): string => id.replace(/-\d$/u, "");
    const inTrain = new Set(train?.map(system));
    expect(test?.some((row) => inTrain.has(system(row)))).toBe(false);
    expect(train?.every(({ labels }) => labels.split === "train")).toBe(true);
  });

  it("splits by time: the formulas of the test part are younger", async () => {
    const time = ["--by", "time", "--time-column", "year"];
    expect(await split(...time, "--out", at("time.parquet"))).toMatchObject({ code: 0 });
    const items = await readRows(at("time.parquet"));
    const firstYear = (part: string): number[] =>
      items
        .filter(({ id, labels }) => labels.split === part && id.endsWith("-0"))
        .map(({ properties }) => properties.year);
    expect(Math.max(...firstYear("train"))).toBeLessThan(Math.min(...firstYear("test")));

    // A row without a time is a problem of its own, and costs no other.
    await writeFile(at("timeless.jsonl"), toJsonl([...halides, { ...halides[0], year: null }]));
    const args = ["data", "split", at("timeless.jsonl"), ...time, "--out", at("t.jsonl")];
    expect(await ftcp(args)).toMatchObject({
      ...{ code: 1, stderr: expect.stringContaining("DATASETS_MISSING_LABEL") },
    });
    expect(await read(at("t.jsonl"))).toHaveLength(60);
  });

  it("keeps prototypes together, and tells sizes with --dry-run alone", async () => {
    await writeFile(
      at("both.jsonl"),
      toJsonl([...halides, ...rows.filter(({ material_id }) => material_id !== "b-1"), bad]),
    );
    const args = ["data", "split", at("both.jsonl"), "--by", "prototype", "--dry-run", "--json"];
    const { code, stdout } = await ftcp([...args, "--out", at("never.jsonl"), "--seed", "2"]);
    expect(code).toBe(1);
    const { parts } = JSON.parse(stdout) as { parts: Record<string, { groups: number }> };
    // Rock salt and cubic perovskite.
    expect((parts["train"]?.groups ?? 0) + (parts["test"]?.groups ?? 0)).toBe(2);
    expect(existsSync(at("never.jsonl"))).toBe(false);
  });

  it.each([
    [["--by", "time"]],
    [["--time-column", "year"]],
    [["--fractions", "train=0.8"]],
    [["--fractions", "train=0.5,train=0.5"]],
    [["--fractions", "train=1.2,test=-0.2"]],
    [["--by", "luck"]],
    [["--out", "."]],
  ])("refuses wrong usage: %j", async (args) => {
    const given = ["data", "split", at("halides.jsonl"), "--out", at("x.jsonl"), ...args];
    expect((await ftcp(given)).code).toBe(2);
    expect(existsSync(at("x.jsonl"))).toBe(false);
  });
});
