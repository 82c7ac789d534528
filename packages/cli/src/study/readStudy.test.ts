import { describe, expect, it } from "@jest/globals";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { CliError } from "../cliError.ts";
import { planStudy, searchKeys } from "./planStudy.ts";
import { readStudy } from "./readStudy.ts";
import type { Study } from "./study.ts";

async function read(value: unknown): Promise<Study & { readonly folder: string }> {
  const folder = await mkdtemp(join(tmpdir(), "ftcp-study-"));
  try {
    const path = join(folder, "study.json");
    await writeFile(path, typeof value === "string" ? value : JSON.stringify(value));
    return { ...(await readStudy(path)), folder };
  } finally {
    await rm(folder, { recursive: true });
  }
}

const target = ["band_gap=1.5"];
const defaults = {
  sampler: "lp",
  count: 20,
  seed: 1,
  engine: "wasm",
  checkpointEvery: 10,
} as const;

describe("readStudy", () => {
  it("reads a study, with paths that start at the file", async () => {
    const study = {
      out: "results",
      model: "./models/mine",
      judge: ["ternary-20", "./models/other"],
      data: "crystals.csv",
      target,
      runs: [{ name: "a", seed: 2 }],
    };
    const { folder, ...rest } = await read({ $schema: "study.schema.json", ...study });
    expect(rest).toMatchObject({
      out: join(folder, "results"),
      model: join(folder, "models/mine"),
      judge: ["ternary-20", join(folder, "models/other")],
      data: join(folder, "crystals.csv"),
    });
    expect((await read({ out: "/tmp/x", model: "ternary-20", target })).model).toBe("ternary-20");
  });

  it.each([
    ["/tolerence", { out: "x", target, tolerence: 0.1 }],
    ["/runs/1/targets", { out: "x", runs: [{ name: "a" }, { name: "b", targets: target }] }],
    ["/out", { target }],
    ["/runs/0/name", { out: "x", target, runs: [{ seed: 1 }] }],
    ["/runs/0/name", { out: "x", target, runs: [{ name: "../up" }] }],
    ["/runs/1/name", { out: "x", target, runs: [{ name: "a" }, { name: "A" }] }],
    ["/count", { out: "x", target, count: 0 }],
    ["/count", { out: "x", target, count: "20" }],
    ["/sampler", { out: "x", target, sampler: "magic" }],
    ["/require/1", { out: "x", target, require: ["Li", "water"] }],
    ["/runs/0/sites", { out: "x", target, runs: [{ name: "a", sites: { min: 9, max: 3 } }] }],
    ["/elements/max", { out: "x", target, elements: { min: 3 } }],
    ["", []],
    ["", "{ not JSON"],
  ])("names the key at fault: %s", async (key, value) => {
    await expect(read(value)).rejects.toMatchObject({ code: "CLI_INVALID_CONFIG", key });
  });

  it("tells of several faults at once, in one line that begins with the file", async () => {
    const faulty = { out: "", count: 0, seed: 0.5, sampler: 1, target: [] };
    const error = await read(faulty).then(
      () => undefined,
      (reason: unknown) => reason as CliError,
    );
    expect(error?.message).toMatch(/study\.json: \/.*; \/.*; \/.*; and 2 more$/u);
  });

  it("says when there is no such file", async () => {
    await expect(readStudy("nowhere.json")).rejects.toMatchObject({ code: "CLI_READ_FAILED" });
  });

  it("has a schema with the keys of a search, each described", async () => {
    const path = new URL("../../study.schema.json", import.meta.url);
    const schema = JSON.parse(await readFile(path, "utf8")) as {
      $defs: { search: { properties: Record<string, { description?: string }> } };
    };
    const { properties } = schema.$defs.search;
    expect(Object.keys(properties).sort()).toEqual([...searchKeys].sort());
    for (const { description } of Object.values(properties)) expect(description).toMatch(/\.$/u);
  });
});

describe("planStudy", () => {
  it("takes what is typed before the run, the run before the study, the study before defaults", () => {
    const study: Study = {
      ...{ out: "/out", target, seed: 5, count: 3 },
      runs: [{ name: "a", seed: 6 }, { name: "b" }],
    };
    const { runs, out } = planStudy({ ...defaults }, { count: 7 }, study);
    expect(out).toBe("/out");
    expect(runs).toEqual([
      { name: "a", out: join("/out", "a"), target, sampler: "lp", count: 7, seed: 6 },
      { name: "b", out: join("/out", "b"), target, sampler: "lp", count: 7, seed: 5 },
    ]);
  });

  it("is one search in the folder itself without runs", () => {
    const { runs } = planStudy({ ...defaults, out: "x", target }, { out: "x", target });
    expect(runs).toEqual([{ name: "", out: "x", target, sampler: "lp", count: 20, seed: 1 }]);
  });

  it("needs a target and a folder", () => {
    const usage = expect.objectContaining({ code: "CLI_USAGE" }) as unknown as Error;
    expect(() => planStudy({ ...defaults, target }, { target })).toThrow(usage);
    expect(() => planStudy({ ...defaults, out: "x" }, { out: "x" })).toThrow(usage);
  });
});
