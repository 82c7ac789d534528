import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { existsSync } from "node:fs";
import { readFile, readdir, writeFile } from "node:fs/promises";
import { createHash } from "node:crypto";
import { writeOptimade, writePymatgenJson } from "@ftcp/cif";
import { createLattice, createStructure } from "@ftcp/crystal";
import { collectRecords } from "@ftcp/datasets";
import { readDataset } from "@ftcp/datasets/node";
import { ftcp } from "./ftcp.ts";
import { useTemporaryFolder } from "./useTemporaryFolder.ts";

const key = "abcdefghijklmnopqrstuvwxyz012345";
const lattice = createLattice({ a: 4, b: 4, c: 4, alpha: 90, beta: 90, gamma: 90 });
const crystal = createStructure(
  lattice,
  ["Cs", "Cl"],
  [
    [0, 0, 0],
    [0.5, 0.5, 0.5],
  ],
);
const at = useTemporaryFolder();

let server: Server;
let url: string;
/** Requests before the server fails for good. */
let patience: number;
let asked: string[];
let before: string | undefined;
beforeEach(async () => {
  before = process.env["MP_API_KEY"];
  process.env["MP_API_KEY"] = key;
  patience = Infinity;
  asked = [];
  server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "", "http://127.0.0.1");
    asked.push(`${pathname}?${searchParams.toString()}`);
    const send = (status: number, value: unknown): void => {
      response.writeHead(status, { "content-type": "application/json" });
      response.end(JSON.stringify(value));
    };
    patience -= 1;
    const meta = { api_version: "1.2.0", more_data_available: false };
    if (patience < 0) send(503, {});
    else if (pathname === "/heartbeat") send(200, { db_version: "2025.09.25" });
    else if (pathname === "/materials/summary/") {
      if (request.headers["x-api-key"] !== key) {
        send(403, { message: "Forbidden" });
        return;
      }
      const skip = Number(searchParams.get("_skip"));
      const limit = Number(searchParams.get("_limit"));
      const structure: unknown = JSON.parse(writePymatgenJson(crystal));
      const all = Array.from({ length: 5 }, (_, index) => ({
        material_id: `mp-${index}`,
        structure: index === 3 ? null : structure,
        band_gap: index,
      }));
      send(200, { data: all.slice(skip, skip + limit), meta: { total_doc: all.length } });
    } else if (pathname === "/v1/info") {
      send(200, { data: { attributes: { api_version: "1.2.0" } }, meta });
    } else if (pathname === "/v1/info/structures") {
      const unit = { type: "float", unit: "eV", description: "The gap.\nMore." };
      send(200, { data: { properties: { _x_gap: unit } }, meta });
    } else if (pathname === "/v1/links") {
      const attributes = { name: "Some", link_type: "child", base_url: "http://127.0.0.1/some" };
      send(200, { data: [{ id: "some", attributes }], meta });
    } else {
      const entry = JSON.parse(writeOptimade(crystal, { id: "a" })) as { attributes: object };
      send(200, { data: [{ ...entry, attributes: { ...entry.attributes, _x_gap: 2 } }], meta });
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  if (before === undefined) delete process.env["MP_API_KEY"];
  else process.env["MP_API_KEY"] = before;
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

const mp = (...args: string[]): ReturnType<typeof ftcp> =>
  ftcp(["fetch", "mp", "--url", url, "--retries", "0", "--page-size", "2", ...args]);

describe("ftcp fetch", () => {
  it.each(["crystals.jsonl", "crystals.jsonl.gz"])(
    "writes crystals that readDataset reads, and where they come from: %s",
    async (name) => {
      const { code, stdout, stderr } = await mp("--out", at(name), "--elements", "Cs,Cl");
      expect(stderr).toMatch(/^ftcp: warning: DATASETS_INVALID_STRUCTURE: mp-3: /u);
      expect(code).toBe(1);
      expect(stdout).toContain("4 crystals of Materials Project 2025.09.25");
      const { records, errors } = await collectRecords(readDataset(at(name)));
      expect(errors).toEqual([]);
      expect(records.map(({ id, properties }) => [id, properties["band_gap"]])).toEqual([
        ["mp-0", 0],
        ["mp-1", 1],
        ["mp-2", 2],
        ["mp-4", 4],
      ]);
      expect(records[0]?.structure.sites).toMatchObject(crystal.sites);
      const text = await readFile(at("crystals.provenance.json"), "utf8");
      expect(text).not.toContain(key);
      expect(JSON.parse(text)).toMatchObject({
        crystals: 4,
        isWhole: true,
        sha256: createHash("sha256")
          .update(await readFile(at(name)))
          .digest("hex"),
        provenance: { databaseVersion: "2025.09.25", query: { elements: "Cs,Cl" } },
        problems: [{ id: "mp-3", code: "DATASETS_INVALID_STRUCTURE" }],
      });
      expect(existsSync(at(`${name}.download`))).toBe(false);
    },
  );

  it("leaves an earlier file alone when the download breaks off, and goes on from there", async () => {
    const out = at("half.jsonl");
    await writeFile(out, "earlier");
    patience = 3; // version and two pages of three
    const broken = await mp("--out", out);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toMatch(/ftcp: DATASETS_SERVER_FAILED: /u);
    expect(broken.stderr).toContain("the same command goes on from there");
    expect(await readFile(out, "utf8")).toBe("earlier");
    expect((await readdir(at())).filter((name) => name.endsWith(".tmp"))).toEqual([]);
    patience = Infinity;
    asked = [];
    expect((await mp("--out", out)).code).toBe(1);
    expect(asked.map((each) => each.split("?")[0])).toEqual(["/heartbeat", "/materials/summary/"]);
    expect((await readFile(out, "utf8")).trim().split("\n")).toHaveLength(4);
  });

  it("takes the paper's query, other conditions and a limit", async () => {
    const out = at("paper.jsonl");
    const args = ["--paper", "--max-sites", "10", "--range", "band_gap=:3", "--limit", "2"];
    const { code, stdout } = await mp("--out", out, ...args, "--where", "is_stable=true", "--json");
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ crystals: 2 });
    const query = Object.fromEntries(new URLSearchParams(asked[1]?.split("?")[1]));
    expect(query).toMatchObject({
      nelements_min: "3",
      nelements_max: "3",
      nsites_max: "10",
      energy_above_hull_max: "0.05",
      band_gap_max: "3",
      is_stable: "true",
    });
    expect(JSON.parse(await readFile(at("paper.provenance.json"), "utf8"))).toMatchObject({
      isWhole: false,
    });
  });

  it("says what to do without a key or with a bad one, and writes nothing", async () => {
    process.env["MP_API_KEY"] = "x".repeat(32);
    const bad = await mp("--out", at("none.jsonl"));
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain("ftcp: DATASETS_KEY_REFUSED: ");
    expect(bad.stderr).not.toContain("x".repeat(32));
    delete process.env["MP_API_KEY"];
    const missing = await mp("--out", at("none.jsonl"));
    expect(missing.stderr).toMatch(/ftcp: DATASETS_KEY_MISSING: .*MP_API_KEY/u);
    expect(existsSync(at("none.jsonl"))).toBe(false);
  });

  it("fetches from OPTIMADE with the properties wanted", async () => {
    const out = at("optimade.jsonl");
    const args = ["--filter", "nsites<5", "--property", "gap=_x_gap", "--periodic"];
    const { code, stderr } = await ftcp(["fetch", "optimade", url, "--out", out, ...args]);
    expect([code, stderr]).toEqual([0, ""]);
    const { records } = await collectRecords(readDataset(out));
    expect(records.map(({ id, properties }) => [id, properties])).toEqual([["a", { gap: 2 }]]);
    const query = new URLSearchParams(asked.at(-1)?.split("?")[1]);
    expect(query.get("filter")).toBe("nperiodic_dimensions=3 AND (nsites<5)");
  });

  it("lists databases and properties", async () => {
    const databases = await ftcp(["fetch", "list", "databases", url]);
    expect(databases.stdout).toMatch(/some +http:\/\/127\.0\.0\.1\/some +Some\n/u);
    const properties = await ftcp(["fetch", "list", "properties", url, "--json"]);
    expect(JSON.parse(properties.stdout)).toMatchObject([{ name: "_x_gap", unit: "eV" }]);
  });
});
