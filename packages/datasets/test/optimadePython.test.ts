import { afterAll, beforeAll, describe, expect, it } from "@jest/globals";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compositionOf } from "@ftcp/crystal";
import {
  collectRecords,
  DatasetError,
  listOptimadeDatabases,
  listOptimadeProperties,
  listOptimadeProviders,
  openOptimade,
} from "@ftcp/datasets";
import type { CrystalRecord, OptimadeOptions, OptimadeQuery } from "@ftcp/datasets";
import { createDirectoryCache, readDataset } from "@ftcp/datasets/node";
import { sharedData } from "@ftcp/testing";
import { startOptimadePython } from "./optimadePython.ts";
import type { OptimadePython } from "./optimadePython.ts";

// A Python that has `optimade[server]` of PyPI, which nobody here wrote; the filters, the pages and the
// shape of every answer are its own.
const python = process.env["FTCP_PYTHON_OPTIMADE"];
const data = sharedData();
const describePython = python === undefined || data === undefined ? describe.skip : describe;
/** Each so many crystals of the file: all kinds of them. */
const step = 130;

describePython("optimade-python-tools (needs FTCP_PYTHON_OPTIMADE and ../shared)", () => {
  let server: OptimadePython;
  let count = 0;
  let expected: readonly CrystalRecord[];
  beforeAll(async () => {
    const path = join(data ?? "", "crystals.jsonl.gz");
    server = await startOptimadePython(python ?? "", path, step);
    const records: CrystalRecord[] = [];
    let row = 0;
    for await (const item of readDataset(path, { select: () => row++ % step === 0 })) {
      if (item.ok) records.push(item.value);
    }
    expected = records;
    count = records.length;
  }, 120_000);
  afterAll(async () => {
    await server.stop();
  });

  const read = async (
    query?: string | OptimadeQuery,
    options?: OptimadeOptions,
  ): Promise<{ records: readonly CrystalRecord[]; errors: readonly DatasetError[] }> =>
    collectRecords(await openOptimade(server.url, query, options));

  it("pages through all crystals, each the one that was put in", async () => {
    const dataset = await openOptimade(
      server.url,
      {},
      { pageSize: 60, properties: { band_gap: "_exmpl_band_gap" } },
    );
    expect(dataset.total).toBe(count + 7);
    const { records } = await collectRecords(dataset);
    const found = records.filter(({ id }) => !id.startsWith("odd-"));
    expect(found.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
    found.forEach((record, index) => {
      const { structure, properties } = expected[index] ?? record;
      expect(compositionOf(record.structure)).toEqual(compositionOf(structure));
      for (const name of ["a", "b", "c", "alpha", "beta", "gamma"] as const) {
        expect(Math.abs(record.structure.lattice[name] - structure.lattice[name])).toBeLessThan(
          1e-7,
        );
      }
      record.structure.sites.forEach((site, at) => {
        const other = structure.sites[at];
        expect(site.species).toEqual(other?.species);
        site.fractional.forEach((value, axis) => {
          const difference = value - (other?.fractional[axis] ?? Number.NaN);
          expect(Math.abs(difference - Math.round(difference))).toBeLessThan(1e-9);
        });
      });
      expect(record.properties["band_gap"]).toBe(properties["band_gap"]);
    });
    expect(dataset.provenance).toMatchObject({
      source: "Example provider",
      apiVersion: "1.2.0",
      total: count + 7,
    });
  });

  it.each<[string, string | OptimadeQuery, (record: CrystalRecord) => boolean]>([
    ["elements", { elements: ["O", "Li"] }, (record) => has(record, "O") && has(record, "Li")],
    ["no such element", { excludeElements: ["O"] }, (record) => !has(record, "O")],
    [
      "only these elements",
      { onlyElements: ["O", "Li", "Mn"] },
      ({ structure }) =>
        Object.keys(compositionOf(structure)).every((each) => ["O", "Li", "Mn"].includes(each)),
    ],
    [
      "numbers of elements and sites",
      { elementCount: { min: 3, max: 3 }, siteCount: { max: 12 } },
      ({ structure }) =>
        Object.keys(compositionOf(structure)).length === 3 && structure.sites.length <= 12,
    ],
    [
      "a property of the provider",
      { ranges: { _exmpl_band_gap: { min: 1, max: 2 } } },
      ({ properties: { band_gap: gap = -1 } }) => gap >= 1 && gap <= 2,
    ],
    [
      "its own language",
      "nsites=4 OR nsites=5",
      ({ structure: { sites } }) => [4, 5].includes(sites.length),
    ],
    [
      "both",
      { elements: ["O"], filter: "nsites<5 OR nsites>40" },
      (record) =>
        has(record, "O") &&
        (record.structure.sites.length < 5 || record.structure.sites.length > 40),
    ],
  ])("filters by %s", async (_, query, keeps) => {
    const { records } = await read(query);
    const ids = records.map(({ id }) => id).filter((id) => !id.startsWith("odd-"));
    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toEqual(expected.filter(keeps).map(({ id }) => id));
  });

  it("respects disorder, isotopes, assemblies, and what is no crystal", async () => {
    const { records, errors } = await read('id STARTS WITH "odd-"');
    const byId = new Map(records.map((record) => [record.id, record]));
    expect([...byId.keys()].sort()).toEqual(["odd-assembly", "odd-disorder", "odd-isotope"]);
    const species = (id: string): unknown =>
      byId.get(id)?.structure.sites.map((site) => site.species);
    expect(species("odd-disorder")).toEqual([
      [{ element: "Fe", occupancy: 1 }],
      [
        { element: "Mg", occupancy: 0.5 },
        { element: "Ca", occupancy: 0.25 },
      ],
    ]);
    expect(byId.get("odd-disorder")?.labels).toEqual({ structure_features: "disorder" });
    expect(species("odd-isotope")).toEqual([
      [{ element: "Fe", occupancy: 1 }],
      [{ element: "D", occupancy: 1 }],
    ]);
    expect(species("odd-assembly")).toEqual([
      [{ element: "Fe", occupancy: 0.25 }],
      [{ element: "D", occupancy: 0.75 }],
    ]);
    expect(errors.map(({ id, code }) => [id, code]).sort()).toEqual([
      ["odd-attached", "DATASETS_INVALID_STRUCTURE"],
      ["odd-implicit", "DATASETS_INVALID_STRUCTURE"],
      ["odd-molecule", "DATASETS_INVALID_STRUCTURE"],
      ["odd-slab", "DATASETS_INVALID_STRUCTURE"],
    ]);
    expect(errors.find(({ id }) => id === "odd-slab")?.cause).toMatchObject({
      code: "FORMAT_NOT_PERIODIC",
    });
    const lenient = await read('id="odd-attached"', { atomsWithoutPositions: "leave-out" });
    expect(lenient.records.map(({ labels }) => labels)).toEqual([
      { structure_features: "site_attachments" },
    ]);
    const periodic = await read({ filter: 'id STARTS WITH "odd-"', isPeriodic: true });
    expect(periodic.errors.map(({ id }) => id).sort()).toEqual(["odd-attached", "odd-implicit"]);
    const ordered = await read({
      filter: 'id STARTS WITH "odd-"',
      isOrdered: true,
      isPeriodic: true,
    });
    expect(ordered.records.map(({ id }) => id)).toEqual(["odd-isotope"]);
  });

  it("maps the provider's properties to names and types of ours", async () => {
    const properties = {
      gap: "_exmpl_band_gap",
      phase: "_exmpl_phase",
      stable: "_exmpl_is_stable",
    };
    const [wanted] = expected;
    const { records } = await read(`id="${wanted?.id ?? ""}"`, { properties });
    expect(records[0]).toMatchObject({
      properties: { gap: wanted?.properties["band_gap"] },
      labels: { phase: "known", stable: "true" },
    });
    const known = await listOptimadeProperties(server.url);
    expect(known.filter(({ name }) => name.startsWith("_exmpl_"))).toEqual([
      { name: "_exmpl_band_gap", description: "Band gap.", unit: "eV", isNumeric: true },
      { name: "_exmpl_phase", description: "A text.", unit: undefined, isNumeric: false },
      { name: "_exmpl_is_stable", description: "A truth.", unit: undefined, isNumeric: false },
    ]);
    await expect(
      openOptimade(server.url, {}, { properties: { gap: "_exmpl_gap" } }),
    ).rejects.toMatchObject({ code: "DATASETS_UNKNOWN_PROPERTY", column: "_exmpl_gap" });
  });

  it("lists providers and databases", async () => {
    expect(await listOptimadeDatabases(server.url)).toEqual([
      {
        id: "one",
        name: "One database",
        description: "for a test",
        url: "http://127.0.0.1/one",
        homepage: undefined,
      },
    ]);
    const providers = await listOptimadeProviders({ url: `${server.url}/v1/` });
    expect(providers.map(({ id, url }) => [id, url])).toEqual([
      ["exmpl", "http://127.0.0.1/exmpl"],
      ["none", undefined],
    ]);
  });

  it("says what the server says of a filter or a page that it refuses", async () => {
    await expect(openOptimade(server.url, "nelements==")).rejects.toMatchObject({
      code: "DATASETS_QUERY_REFUSED",
      status: 400,
    });
    const error = await openOptimade(server.url, {}, { pageSize: 100_000 }).catch(
      (each: unknown) => each,
    );
    expect(error).toMatchObject({ code: "DATASETS_QUERY_REFUSED", status: 403 });
    expect((error as DatasetError).message).toMatch(/200/);
  });

  it("goes on from the pages that are kept", async () => {
    const folder = await mkdtemp(join(tmpdir(), "ftcp-optimade-"));
    try {
      const cache = createDirectoryCache(folder);
      const options = { cache, pageSize: 100 };
      let seen = 0;
      for await (const item of await openOptimade(server.url, "", options)) {
        seen += item.ok ? 1 : 0;
        if (seen === 150) break;
      }
      const files = (await readdir(folder, { recursive: true })).filter((name) =>
        name.includes("page"),
      );
      expect(files).toHaveLength(2);
      let requests = 0;
      const counting: typeof fetch = async (...given) => {
        requests += 1;
        return await fetch(...given);
      };
      const again = await read("", { ...options, fetch: counting });
      expect(again.records.length + again.errors.length).toBe(count + 7);
      const lacking = Math.ceil((count + 7) / 100) - 2;
      expect(requests).toBe(2 + lacking); // info, properties, and the pages that lack
      const offline = await read("", { ...options, reuse: "always", fetch: counting });
      expect(offline.records).toEqual(again.records);
      expect(requests).toBe(2 + lacking);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

function has({ structure }: CrystalRecord, element: string): boolean {
  return Object.hasOwn(compositionOf(structure), element);
}
