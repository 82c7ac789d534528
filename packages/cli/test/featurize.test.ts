import { beforeAll, describe, expect, it } from "@jest/globals";
import { readNpy } from "@ftcp/featurize/node";
import { writeCif } from "@ftcp/cif";
import { tableFromIPC } from "apache-arrow";
import { existsSync, statSync } from "node:fs";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { captureIo } from "./captureIo.ts";
import { perovskite, rows, toJsonl } from "./crystals.ts";
import { ftcp } from "./ftcp.ts";
import { runFtcp } from "../src/index.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

interface Description {
  readonly shape: readonly number[];
  readonly ids: readonly string[];
  readonly layout: { readonly kind: string; readonly maxSites: number };
  readonly rows: readonly { readonly block: string; readonly label: string; columns: unknown }[];
  readonly propertyBits: readonly string[];
  readonly planeColumns: readonly { readonly column: number; readonly label: string }[];
  readonly errors: readonly { readonly index: number; readonly id?: string; code: string }[];
}

const at = useTemporaryFolder();
const big = perovskite(4, "Sr", "Ti", "O");
const tooManySites = { ...big, sites: [...big.sites, ...big.sites, ...big.sites] };
const shared = writeCif(big).replace(/1\n$/u, "0.5\n");

beforeAll(async () => {
  const bad = [
    { material_id: "unreadable", cif: "data_x\n_cell_length_a what\n" },
    { material_id: "big", cif: writeCif(tooManySites).replaceAll(/Ti\d+/gu, "Ti") },
    { material_id: "half", cif: shared },
    { cif: "no id" },
  ];
  await writeFile(at("data.jsonl"), toJsonl([rows[0], ...bad, ...rows.slice(1, 3)]));
});

async function describeFile(name: string): Promise<Description> {
  return JSON.parse(await readFile(at(name), "utf8")) as Description;
}

describe("ftcp featurize", () => {
  it("writes tensors and their description, and loses nothing to bad crystals", async () => {
    const out = at("new", "X.npy");
    const { code, stdout } = await ftcp([
      ...["featurize", at("data.jsonl"), "--out", out],
      ...["--max-sites", "10", "--json"],
    ]);
    expect(code).toBe(1);
    const tensor = await readNpy(out);
    const description = await describeFile("new/X.json");
    expect(description.ids).toEqual(["p-1", "p-2", "p-3"]);
    expect(tensor.shape).toEqual(description.shape);
    expect(tensor.shape[0]).toBe(3);
    expect(description.layout).toMatchObject({ kind: "ftcp-layout", maxSites: 10 });
    expect(description.errors).toMatchObject([
      { index: 1, id: "unreadable", code: "DATASETS_INVALID_CIF" },
      { index: 2, id: "big", code: "FEATURIZE_TOO_MANY_SITES" },
      { index: 3, id: "half", code: "FEATURIZE_DISORDERED_SITE" },
      { index: 4, code: "DATASETS_MISSING_ID" },
    ]);
    expect(JSON.parse(stdout)).toMatchObject({ out, shape: [...tensor.shape], failed: 4 });

    // Row "lengths a, b, c" of SrTiO3 holds 3.905 Å three times.
    expect(description.rows).toHaveLength(tensor.shape[1]);
    const row = description.rows.findIndex(({ label }) => label === "lengths a, b, c");
    expect(description.rows[row]?.columns).toMatchObject([{ column: 0, unit: "Å" }, {}, {}]);
    const start = row * tensor.shape[2];
    expect(Array.from(tensor.data.subarray(start, start + 4))).toEqual([
      ...Array<number>(3).fill(Math.fround(3.905)),
      0,
    ]);
    const factors = description.rows.find(({ block }) => block === "structureFactors");
    expect(factors?.columns).toBe("propertyBits");
    expect(description.propertyBits).toHaveLength(tensor.shape[2]);
  });

  it("takes a part of the data, and exits with 0 when all is well", async () => {
    await writeFile(at("good.jsonl"), toJsonl(rows));
    const args = ["featurize", at("good.jsonl"), "--out", at("T.npy"), "--layout", "paper"];
    const { code } = await ftcp([...args, "--split", "test", "--limit", "2"]);
    expect(code).toBe(0);
    expect((await describeFile("T.json")).ids).toEqual(["t-1", "t-2"]);
  });

  it.each([
    ["reference", "both", [240, 62], ["elements", "planeNorms", "properties"]],
    ["reference", "momentum", [96, 59], ["planeNorms", "structureFactors"]],
    ["paper", "both", [362, 92], ["elements", "structureFactors"]],
    ["paper", "real", [237, 3], ["elements", "properties"]],
    ["ftcp", "momentum", [64, 92], ["structureFactors", "padding"]],
  ])("writes layout %s, %s", async (layout, blocks, shape, names) => {
    await writeFile(at("layouts.jsonl"), toJsonl(rows.slice(0, 1)));
    const args = ["featurize", at("layouts.jsonl"), "--out", at("L.npy")];
    const { code } = await ftcp([...args, "--layout", layout, "--blocks", blocks]);
    expect(code).toBe(0);
    const description = await describeFile("L.json");
    expect(description.shape).toEqual([1, ...shape]);
    expect((await readNpy(at("L.npy"))).shape).toEqual([1, ...shape]);
    expect(description.layout).toMatchObject({ name: layout });
    const found = new Set(description.rows.map(({ block }) => block));
    for (const name of names) expect(found).toContain(name);
    expect(found.has("elements")).toBe(blocks !== "momentum");
    expect(description.planeColumns[0]?.label).toBe(
      layout === "reference" ? "plane (1, 0, 0)" : undefined,
    );
  });

  it("refuses a layout that it does not know", async () => {
    const args = ["featurize", at("data.jsonl"), "--out", at("L.npy")];
    expect((await ftcp([...args, "--layout", "other"])).code).toBe(2);
    expect((await ftcp([...args, "--blocks", "all"])).code).toBe(2);
  });

  it("keeps crystals apart that share an id", async () => {
    await writeFile(at("twice.jsonl"), toJsonl([rows[0], rows[0]]));
    await ftcp(["featurize", at("twice.jsonl"), "--out", at("twice.npy")]);
    expect((await describeFile("twice.json")).ids).toEqual(["p-1", "p-1#2"]);
  });

  it("tells an empty selection from a missing split", async () => {
    const args = ["featurize", at("data.jsonl"), "--out", at("none.npy"), "--split"];
    const missing = await ftcp([...args, "test"]);
    expect(missing).toMatchObject({ code: 2 });
    expect(missing.stderr).toContain("CLI_NO_CRYSTALS");
    await writeFile(at("unsplit.jsonl"), toJsonl([{ ...rows[0], split: null }]));
    const unsplit = ["featurize", at("unsplit.jsonl"), "--out", at("none.npy"), "--split", "train"];
    expect((await ftcp(unsplit)).stderr).toContain("CLI_NO_SPLIT");
    expect((await ftcp([...unsplit, "--split-seed", "3"])).code).toBeLessThan(3);
  });

  it("leaves an earlier result alone when the disk is full", async () => {
    await mkdir(at("full"));
    await writeFile(at("full", "X.npy"), "earlier");
    const { code, stderr } = await ftcp(
      ["featurize", at("data.jsonl"), "--out", at("full", "X.npy")],
      {
        writeFile: () =>
          Promise.reject(Object.assign(new Error("ENOSPC, write"), { code: "ENOSPC" })),
      },
    );
    expect(code).toBe(2);
    expect(stderr).toContain(`ftcp: CLI_WRITE_FAILED: ${at("full", "X.json")}: the disk is full`);
    expect(await readdir(at("full"))).toEqual(["X.npy"]);
    expect(await readFile(at("full", "X.npy"), "utf8")).toBe("earlier");
  });

  it("names the path that cannot be written", async () => {
    await writeFile(at("file"), "");
    const out = at("file", "X.npy");
    const { code, stderr } = await ftcp(["featurize", at("data.jsonl"), "--out", out]);
    expect(code).toBe(2);
    expect(stderr).toContain("CLI_WRITE_FAILED");
    expect(stderr).toContain(at("file"));
  });

  it("stops at Ctrl-C with 130 and leaves nothing behind", async () => {
    await mkdir(at("stopped"));
    const captured = captureIo();
    const args = ["featurize", at("data.jsonl"), "--out", at("stopped", "X.npy")];
    const running = runFtcp(args, captured.io);
    captured.interrupt();
    expect(await running).toBe(130);
    expect(captured.stderr()).toBe("ftcp: interrupted\n");
    expect(await readdir(at("stopped"))).toEqual([]);
  });

  it("writes .npz and .arrow by the ending of the file, or by --format", async () => {
    await writeFile(at("some.jsonl"), toJsonl(rows.slice(0, 4)));
    for (const format of ["npz", "arrow"]) {
      const out = at("formats", `X.${format}`);
      const { code } = await ftcp(["featurize", at("some.jsonl"), "--out", out]);
      expect(code).toBe(0);
      expect((await describeFile("formats/X.json")).shape[0]).toBe(4);
    }
    const table = tableFromIPC(await readFile(at("formats", "X.arrow")));
    expect(table.getChild("id")?.toArray()).toEqual(["p-1", "p-2", "p-3", "p-4"]);
    const zip = await readFile(at("formats", "X.npz"));
    expect(zip.subarray(0, 4).toString("latin1")).toBe("PK\u0003\u0004");
    const wrong = ["featurize", at("some.jsonl"), "--out", at("X.npy"), "--format", "npz"];
    expect(await ftcp(wrong)).toMatchObject({ code: 2 });
    expect((await ftcp(["featurize", at("some.jsonl"), "--out", at("X.txt")])).stderr).toContain(
      "CLI_USAGE",
    );
  });

  it("goes on with --resume after Ctrl-C, to the same file", async () => {
    const many = Array.from({ length: 300 }, (_, index) =>
      index % 50 === 3
        ? { material_id: `bad-${index}`, cif: "data_x" }
        : { ...rows[index % 9], material_id: `m-${index}` },
    );
    await writeFile(at("many.jsonl"), toJsonl(many));
    const args = (name: string): string[] => ["featurize", at("many.jsonl"), "--out", at(name)];
    expect((await ftcp(args("whole.npy"))).code).toBe(1);

    const captured = captureIo();
    const running = runFtcp(args("X.npy"), captured.io);
    const timer = setInterval(() => {
      const part = at("X.npy.part");
      if (existsSync(part) && statSync(part).size > 1000) captured.interrupt();
    }, 1);
    expect(await running).toBe(130);
    clearInterval(timer);
    expect(captured.stderr()).toContain("--resume");
    expect(existsSync(at("X.npy"))).toBe(false);

    const { code, stderr } = await ftcp([...args("X.npy"), "--resume"]);
    expect(code).toBe(1);
    expect(stderr).toContain("were done before");
    const [whole, resumed] = [await readFile(at("whole.npy")), await readFile(at("X.npy"))];
    expect(resumed.equals(whole)).toBe(true);
    expect({ ...(await describeFile("X.json")), tensors: "" }).toEqual({
      ...(await describeFile("whole.json")),
      tensors: "",
    });
    expect(existsSync(at("X.npy.part")) || existsSync(at("X.npy.journal"))).toBe(false);

    // Nothing to go on with: from the start.
    expect((await ftcp([...args("X.npy"), "--resume"])).stderr).not.toContain("done before");
  });
});
