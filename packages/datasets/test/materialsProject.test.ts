import { afterEach, beforeEach, describe, expect, it } from "@jest/globals";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { gunzipSync } from "node:zlib";
import { writePymatgenJson } from "@ftcp/cif";
import { compositionOf } from "@ftcp/crystal";
import { collectRecords, DatasetError, openMaterialsProject, paperQuery } from "@ftcp/datasets";
import type { MaterialsProjectOptions, RemoteDataset, RemoteProgress } from "@ftcp/datasets";
import { createDirectoryCache } from "@ftcp/datasets/node";
import { answerWith, failWith, MaterialsProjectServer, testKey } from "./materialsProjectServer.ts";
import type { Fault, SummaryDocument } from "./materialsProjectServer.ts";
import { textbookCrystals } from "./textbookCrystals.ts";

const crystals = Object.entries(textbookCrystals);

/** A document as the server has it, more fields than anyone asks for among them. */
function documentOf(index: number): SummaryDocument {
  const [name, structure] = crystals[index % crystals.length] ?? [];
  if (structure === undefined) throw new Error("no crystals");
  const elements = Object.keys(compositionOf(structure)).sort();
  return {
    material_id: `mp-${String(index).padStart(4, "0")}`,
    formula_pretty: name,
    nsites: structure.sites.length,
    elements,
    nelements: elements.length,
    structure: JSON.parse(writePymatgenJson(structure)) as unknown,
    formation_energy_per_atom: -index / 10,
    energy_above_hull: index / 100,
    band_gap: index % 3 === 0 ? null : index / 7,
    is_stable: index === 0,
    theoretical: true,
    symmetry: { crystal_system: "Cubic", symbol: "Fm-3m", number: 225 },
    task_ids: ["mp-1", "mp-2"],
  };
}

let server: MaterialsProjectServer;
let base: MaterialsProjectOptions & { url: string };
let folder: string;
beforeEach(async () => {
  server = new MaterialsProjectServer(Array.from({ length: 25 }, (_, index) => documentOf(index)));
  base = { url: await server.start(), key: testKey, pageSize: 10, backoffSeconds: 0.001 };
  folder = await mkdtemp(join(tmpdir(), "ftcp-mp-"));
});
afterEach(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

const idsOf = async (dataset: RemoteDataset): Promise<string[]> =>
  (await collectRecords(dataset)).records.map(({ id }) => id);

async function errorOf(work: () => Promise<unknown>): Promise<DatasetError> {
  try {
    await work();
  } catch (error) {
    if (error instanceof DatasetError) return error;
    throw error;
  }
  throw new Error("nothing was thrown");
}

const readAll = async (options: MaterialsProjectOptions = {}): Promise<string[]> =>
  idsOf(await openMaterialsProject({}, { ...base, ...options }));

describe("openMaterialsProject", () => {
  it("gives every material of all pages once, as the crystal that the server has", async () => {
    const progress: RemoteProgress[] = [];
    const dataset = await openMaterialsProject(
      {},
      { ...base, onProgress: (each) => progress.push(each) },
    );
    const { records, errors } = await collectRecords(dataset);
    expect(errors).toEqual([]);
    expect(dataset.total).toBe(25);
    expect(records.map(({ id }) => id)).toEqual(
      server.documents.map((each) => each["material_id"]),
    );
    records.forEach(({ structure }, index) => {
      const [, expected] = crystals[index % crystals.length] ?? [];
      expect(structure).toEqual(expected);
    });
    expect(progress.map(({ pages, records: count }) => [pages, count])).toEqual([
      [1, 10],
      [2, 20],
      [3, 25],
    ]);
    expect(progress.at(-1)).toMatchObject({ total: 25, requests: 4, failures: 0 });
  });

  it("asks for the fields wanted and no others, sorts them by type, and leaves nulls out", async () => {
    const dataset = await openMaterialsProject(
      {},
      {
        ...base,
        fields: ["band_gap", "is_stable", "symmetry.number", "symmetry.symbol", "task_ids"],
      },
    );
    const { records } = await collectRecords(dataset);
    expect(server.requests[1]).toContain(
      "_fields=material_id%2Cstructure%2Cband_gap%2Cis_stable%2Csymmetry.number%2Csymmetry.symbol%2Ctask_ids&",
    );
    expect(records[0]?.properties).toEqual({ "symmetry.number": 225 });
    expect(records[1]?.properties).toEqual({ band_gap: 1 / 7, "symmetry.number": 225 });
    expect(records[1]?.labels).toEqual({
      is_stable: "false",
      "symmetry.symbol": "Fm-3m",
      task_ids: '["mp-1","mp-2"]',
    });
  });

  it("translates every condition into the server's parameters", async () => {
    await openMaterialsProject(
      {
        elements: ["Cs"],
        excludeElements: ["O", "F"],
        chemicalSystems: ["Cs-Cl", "Si-*"],
        formulas: ["ABO3"],
        materialIds: ["mp-1", "mp-2"],
        elementCount: { min: 2, max: 3 },
        siteCount: { max: 20 },
        energyAboveHull: { max: 0.05 },
        ranges: { band_gap: { min: 1.5 } },
        parameters: { is_stable: true, spacegroup_number: 225 },
      },
      base,
    );
    const asked = Object.fromEntries(new URL(server.requests[1] ?? "", base.url).searchParams);
    expect(asked).toEqual({
      elements: "Cs",
      exclude_elements: "O,F",
      chemsys: "Cs-Cl,Si-*",
      formula: "ABO3",
      material_ids: "mp-1,mp-2",
      nelements_min: "2",
      nelements_max: "3",
      nsites_max: "20",
      energy_above_hull_max: "0.05",
      band_gap_min: "1.5",
      is_stable: "true",
      spacegroup_number: "225",
      _fields: "material_id,structure,formation_energy_per_atom,band_gap,energy_above_hull",
      _sort_fields: "material_id",
      _limit: "10",
      _skip: "0",
    });
    expect(server.headers["x-api-key"]).toBe(testKey);
  });

  it("asks for a long list of ids in several requests, each id once", async () => {
    server.documents = Array.from({ length: 2500 }, (_, index) => documentOf(index));
    const wanted = server.documents.map((each) => String(each["material_id"]));
    const materialIds = [...wanted, "mp-none", ...wanted.slice(0, 9)];
    const dataset = await openMaterialsProject({ materialIds }, { ...base, pageSize: 300 });
    expect(dataset.total).toBeUndefined();
    expect((await idsOf(dataset)).sort()).toEqual(wanted);
    const asked = server.requests.filter((each) => each.startsWith("/materials/summary/"));
    expect(asked.length).toBeGreaterThan(8); // 4 parts, and pages of 300
    expect(Math.max(...asked.map((each) => each.length))).toBeLessThan(8000);
    const many = Array.from({ length: 900 }, (_, i) => `Fe${i}O`);
    await expect(openMaterialsProject({ formulas: many }, base)).rejects.toThrow(RangeError);
  });

  it("never mixes the parts of a long list of two states of the database", async () => {
    server.documents = Array.from({ length: 1500 }, (_, index) => documentOf(index));
    const materialIds = server.documents.map((each) => String(each["material_id"]));
    const cache = createDirectoryCache(folder);
    const dataset = await openMaterialsProject({ materialIds }, { ...base, pageSize: 300, cache });
    server.documents = server.documents.filter((_, index) => index !== 5);
    const error = await errorOf(() => collectRecords(dataset));
    expect(error.code).toBe("DATASETS_INCOMPLETE_RESPONSE");
    const again = await openMaterialsProject({ materialIds }, { ...base, pageSize: 300, cache });
    expect(await idsOf(again)).toHaveLength(1499);
  });

  it("finds what the paper's query means", async () => {
    const dataset = await openMaterialsProject(paperQuery, base);
    const expected = server.documents.filter(
      (each) => each["nelements"] === 3 && Number(each["energy_above_hull"]) <= 0.05,
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(await idsOf(dataset)).toEqual(expected.map((each) => each["material_id"]));
  });

  it("tells database version, query and date, and no key", async () => {
    const before = Date.now();
    const { provenance } = await openMaterialsProject({ elementCount: { max: 3 } }, base);
    expect(provenance).toMatchObject({
      source: "Materials Project",
      url: base.url,
      databaseVersion: "2025.09.25",
      query: { nelements_max: "3" },
      license: "CC-BY-4.0",
    });
    expect(Date.parse(provenance.retrieved)).toBeGreaterThanOrEqual(before);
    expect(JSON.stringify(provenance)).not.toContain(testKey);
  });

  it("gives an empty dataset for a query that nothing meets", async () => {
    const dataset = await openMaterialsProject({ energyAboveHull: { min: 9 } }, base);
    expect(dataset.total).toBe(0);
    expect(await idsOf(dataset)).toEqual([]);
  });

  it.each([
    ["an unknown element", { elements: ["Xx"] }],
    ["an empty list", { formulas: [] }],
    ["a range without ends", { siteCount: {} }],
    ["crossed ends", { ranges: { band_gap: { min: 2, max: 1 } } }],
    ["a steering parameter", { parameters: { _limit: 5 } }],
    ["a key among the conditions", { parameters: { API_KEY: testKey } }],
    ["the same condition twice", { siteCount: { max: 2 }, parameters: { nsites_max: 3 } }],
  ])("refuses %s before anything is sent", async (_, query) => {
    await expect(openMaterialsProject(query, base)).rejects.toThrow();
    expect(server.requests).toEqual([]);
  });
});

describe("a bad network", () => {
  const cutOff: Fault = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json", "content-length": "5000" });
    response.write('{"data": [');
    setTimeout(() => response.destroy(), 5);
    return true;
  };
  const silent: Fault = () => true;
  const stalled: Fault = (_request, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    response.write('{"data": [');
    return true;
  };

  it.each([
    ["429", failWith(429, { message: "API rate limit exceeded" }, { "retry-after": "0" })],
    ["503", failWith(503, { message: "Service Unavailable" })],
    ["502 with a web page", answerStatus(502, "<html>Bad Gateway</html>")],
    ["a connection that is cut", cutOff],
    ["JSON that ends too early", answerWith('{"data": [{"material_id": "mp-1"')],
    ["an empty answer", answerWith("")],
    ["a server that says nothing", silent],
    ["a server that stops in the middle", stalled],
    ["a page that lacks entries", answerWith('{"data": [], "meta": {"total_doc": 25}}')],
  ])("is overcome when it is over in time: %s", async (_, fault) => {
    server.faults.push(undefined, fault, fault);
    const progress: RemoteProgress[] = [];
    const ids = await readAll({ timeoutSeconds: 0.2, onProgress: (each) => progress.push(each) });
    expect(ids).toEqual(server.documents.map((each) => each["material_id"]));
    expect(progress.filter(({ waiting }) => waiting !== undefined)).toHaveLength(2);
  });

  it.each<[string, Fault, string, Partial<DatasetError>]>([
    ["429", failWith(429, { message: "slow down" }), "DATASETS_RATE_LIMITED", { status: 429 }],
    ["503", failWith(503, {}), "DATASETS_SERVER_FAILED", { status: 503 }],
    ["a connection that is cut", cutOff, "DATASETS_NETWORK_FAILED", {}],
    ["truncated JSON", answerWith('{"data": ['), "DATASETS_INCOMPLETE_RESPONSE", {}],
    ["a server that says nothing", silent, "DATASETS_TIMED_OUT", {}],
    [
      "a page that lacks entries",
      answerWith('{"data": [], "meta": {"total_doc": 25}}'),
      "DATASETS_INCOMPLETE_RESPONSE",
      {},
    ],
  ])("ends in a typed error and no short list when it lasts: %s", async (_, fault, code, data) => {
    const dataset = await openMaterialsProject({}, { ...base, timeoutSeconds: 0.1, retries: 2 });
    server.faults.push(fault, fault, fault);
    const ids: string[] = [];
    const error = await errorOf(async () => {
      for await (const item of dataset) if (item.ok) ids.push(item.value.id);
    });
    expect(error).toMatchObject({ code, ...data });
    expect(error.message).toContain("3 times; ");
    expect(error.url).toContain("/materials/summary/");
    expect(ids).toHaveLength(10);
    expect(server.faults).toEqual([]);
  });

  it.each<[string, Fault, string]>([
    [
      "a web page",
      answerWith("<!DOCTYPE html><p>Log in</p>", { "content-type": "text/html" }),
      "DATASETS_INVALID_RESPONSE",
    ],
    ["text", answerWith("OK"), "DATASETS_INVALID_RESPONSE"],
    ["a list", answerWith("[]"), "DATASETS_INVALID_RESPONSE"],
    [
      "data of the wrong type",
      answerWith('{"data": {}, "meta": {"total_doc": 1}}'),
      "DATASETS_INVALID_RESPONSE",
    ],
    [
      "a total of the wrong type",
      answerWith('{"data": [], "meta": {"total_doc": "many"}}'),
      "DATASETS_INVALID_RESPONSE",
    ],
    ["no total", answerWith('{"data": []}'), "DATASETS_INVALID_RESPONSE"],
    [
      "bytes that are not UTF-8",
      (_request, response) => {
        response.writeHead(200);
        response.end(Buffer.from([0x7b, 0xff]));
        return true;
      },
      "DATASETS_INVALID_RESPONSE",
    ],
    ["another status", failWith(400, { detail: "bad chemsys" }), "DATASETS_QUERY_REFUSED"],
    [
      "a redirect",
      failWith(307, {}, { location: "http://127.0.0.1:1/" }),
      "DATASETS_INVALID_RESPONSE",
    ],
  ])("is not asked again where that cannot help: %s", async (_, fault, code) => {
    server.faults.push(fault);
    const error = await errorOf(() => openMaterialsProject({}, base));
    expect(error.code).toBe(code);
    expect(server.requests).toHaveLength(2);
  });

  it("is told what the server says of a query", async () => {
    const loc = ["query", "nsites_max"];
    server.faults.push(failWith(422, { detail: [{ loc, msg: "not a number" }] }));
    const error = await errorOf(() => openMaterialsProject({}, base));
    expect(error).toMatchObject({ code: "DATASETS_QUERY_REFUSED", status: 422 });
    expect(error.message).toContain("nsites_max: not a number");
  });

  it("has no patience with a server that wants more rest than allowed", async () => {
    server.faults.push(failWith(429, {}, { "retry-after": "3600" }));
    const error = await errorOf(() => openMaterialsProject({}, base));
    expect(error).toMatchObject({ code: "DATASETS_RATE_LIMITED", retryAfterSeconds: 3600 });
    expect(server.requests).toHaveLength(2);
  });

  it("waits as long as the server wants, and longer each time, the same for the same seed", async () => {
    const waits = async (seed: number): Promise<number[]> => {
      server.faults.push(failWith(503, {}), failWith(503, {}), failWith(503, {}));
      server.faults.push(failWith(429, {}, { "retry-after": "1" }));
      const seconds: number[] = [];
      const onProgress = ({ waiting }: RemoteProgress): void => {
        if (waiting !== undefined) seconds.push(waiting.seconds);
      };
      await openMaterialsProject({}, { ...base, seed, backoffSeconds: 0.01, onProgress });
      return seconds;
    };
    const first = await waits(1);
    expect(first).toHaveLength(4);
    [0.01, 0.02, 0.04].forEach((most, index) => {
      expect(first[index]).toBeGreaterThanOrEqual(most / 2);
      expect(first[index]).toBeLessThanOrEqual(most);
    });
    expect(first[3]).toBe(1);
    expect(await waits(1)).toEqual(first);
    expect(await waits(2)).not.toEqual(first);
  });

  it("stops at once when it is told to, also in the middle of a wait or an answer", async () => {
    for (const fault of [failWith(503, {}), silent, stalled]) {
      server.faults.push(fault);
      const controller = new AbortController();
      const reason = new Error("enough");
      setTimeout(() => {
        controller.abort(reason);
      }, 30);
      const started = Date.now();
      await expect(
        openMaterialsProject({}, { ...base, backoffSeconds: 60, signal: controller.signal }),
      ).rejects.toBe(reason);
      expect(Date.now() - started).toBeLessThan(5000);
    }
  });

  it("names the fault when there is no server", async () => {
    await server.stop();
    const error = await errorOf(() => openMaterialsProject({}, { ...base, retries: 1 }));
    expect(error.code).toBe("DATASETS_NETWORK_FAILED");
    await server.start();
  });
});

describe("bad rows", () => {
  it.each<[string, Readonly<Record<string, unknown>> | string | null, string]>([
    ["no object", "mp-1", "DATASETS_INVALID_ROW"],
    ["null", null, "DATASETS_INVALID_ROW"],
    ["no id", { material_id: 7 }, "DATASETS_MISSING_ID"],
    ["no structure", { structure: null }, "DATASETS_INVALID_STRUCTURE"],
    ["a structure of the wrong type", { structure: "NaCl" }, "DATASETS_INVALID_STRUCTURE"],
    [
      "a cell of the wrong type",
      { structure: { lattice: 5, sites: [] } },
      "DATASETS_INVALID_STRUCTURE",
    ],
    ["a text for a number", { band_gap: "1.2 eV" }, "DATASETS_INVALID_NUMBER"],
  ])("are one failed result each: %s", async (_, change, code) => {
    const documents = server.documents.slice(0, 3);
    const bad =
      change === null || typeof change === "string" ? change : { ...documents[1], ...change };
    const data = [documents[0], bad, documents[2]];
    server.faults.push(answerWith(JSON.stringify({ data, meta: { total_doc: 3 } })));
    const dataset = await openMaterialsProject({}, base);
    const { records, errors } = await collectRecords(dataset);
    expect(records.map(({ id }) => id)).toEqual(["mp-0000", "mp-0002"]);
    expect(errors).toEqual([expect.objectContaining({ code, row: 2 })]);
  });
});

describe("the key", () => {
  const without = (): MaterialsProjectOptions =>
    Object.fromEntries(Object.entries(base).filter(([name]) => name !== "key"));

  it("comes from MP_API_KEY where none is given", async () => {
    const before = process.env["MP_API_KEY"];
    try {
      process.env["MP_API_KEY"] = testKey;
      expect(await idsOf(await openMaterialsProject({}, without()))).toHaveLength(25);
      delete process.env["MP_API_KEY"];
      expect((await errorOf(() => openMaterialsProject({}, without()))).code).toBe(
        "DATASETS_KEY_MISSING",
      );
    } finally {
      if (before === undefined) delete process.env["MP_API_KEY"];
      else process.env["MP_API_KEY"] = before;
    }
  });

  it("is refused in words that help, once", async () => {
    for (const status of [401, 403]) {
      server.faults.push(failWith(status, { message: "Forbidden" }));
      expect(await errorOf(() => openMaterialsProject({}, base))).toMatchObject({
        code: "DATASETS_KEY_REFUSED",
        status,
      });
    }
    expect(server.requests).toHaveLength(4);
    for (const key of ["2few", "0123456789abcdef", "key with spaces in the middle", "schlüssel-"]) {
      const error = await errorOf(() => openMaterialsProject({}, { ...base, key }));
      expect(error.code).toBe("DATASETS_KEY_REFUSED");
      expect(inspect(error, { depth: 9 })).not.toContain(key);
    }
  });

  it("is in no message, cause, progress, provenance or file, even where server and fetch repeat it", async () => {
    const said: unknown[] = [];
    const options = { ...base, retries: 0, onProgress: (each: unknown) => said.push(each) };
    const echoes: Fault[] = [400, 401, 403, 429, 500].map((status) =>
      failWith(status, { detail: `the key ${testKey} is bad` }),
    );
    echoes.push(failWith(302, {}, { location: `http://127.0.0.1/?key=${testKey}` }));
    for (const echo of echoes) {
      server.faults.push(echo);
      said.push(await errorOf(() => openMaterialsProject({}, options)));
    }
    const leaky = Object.assign(new Error(`refused header ${testKey}`), {
      request: { headers: { "x-api-key": testKey } },
      cause: new Error(testKey),
    });
    said.push(
      await errorOf(() =>
        openMaterialsProject({}, { ...options, fetch: () => Promise.reject(leaky) }),
      ),
    );
    server.faults.push(
      answerWith(
        JSON.stringify({ data: [], meta: { total_doc: 0, query: `x-api-key=${testKey}` } }),
      ),
    );
    const dataset = await openMaterialsProject(
      {},
      { ...options, cache: createDirectoryCache(folder) },
    );
    said.push(dataset.provenance);
    for (const each of said) {
      expect(inspect(each, { depth: 12, showHidden: true })).not.toContain(testKey);
      expect(JSON.stringify(each)).not.toContain(testKey);
      if (each instanceof Error) expect(each.stack).not.toContain(testKey);
    }
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    const texts = files.filter((file) => file.isFile());
    expect(texts.length).toBe(2);
    for (const file of texts) {
      const bytes = await readFile(join(file.parentPath, file.name));
      expect(gunzipSync(bytes).toString()).not.toContain(testKey);
    }
    expect(server.requests.join()).not.toContain(testKey);
  });
});

describe("the cache", () => {
  const cached = (): MaterialsProjectOptions & { url: string } => ({
    ...base,
    cache: createDirectoryCache(folder),
  });
  const pagesIn = async (): Promise<string[]> => {
    const names = await readdir(folder, { recursive: true });
    return names.filter((name) => name.includes("page-")).sort();
  };
  const summaries = (): string[] => server.requests.filter((url) => url.startsWith("/materials"));

  it("goes on after a crash with the pages that lack, and gives the whole", async () => {
    const dataset = await openMaterialsProject({}, cached());
    const seen: string[] = [];
    for await (const item of dataset) {
      if (item.ok) seen.push(item.value.id);
      if (seen.length === 15) break; // as if the process ended here
    }
    expect(await pagesIn()).toHaveLength(2);
    server.requests.length = 0;
    const progress: RemoteProgress[] = [];
    const again = await openMaterialsProject(
      {},
      { ...cached(), onProgress: (each) => progress.push(each) },
    );
    expect(await idsOf(again)).toEqual(server.documents.map((each) => each["material_id"]));
    expect(summaries()).toHaveLength(1);
    expect(progress.at(-1)).toMatchObject({ pages: 3, pagesFromCache: 2 });
  });

  it("needs one request, for the version, when the query is complete, and none when told so", async () => {
    const first = await idsOf(await openMaterialsProject({}, cached()));
    server.requests.length = 0;
    expect(await idsOf(await openMaterialsProject({}, cached()))).toEqual(first);
    expect(server.requests).toEqual(["/heartbeat"]);
    const dataset = await openMaterialsProject({}, { ...cached(), reuse: "always" });
    expect(await idsOf(dataset)).toEqual(first);
    expect(dataset.provenance.databaseVersion).toBe("2025.09.25");
    expect(server.requests).toHaveLength(1);
  });

  it("fetches all anew for another version, another query, and when told so", async () => {
    await readAll(cached());
    server.version = "2026.01.01";
    server.requests.length = 0;
    const dataset = await openMaterialsProject({}, cached());
    expect(dataset.provenance.databaseVersion).toBe("2026.01.01");
    await collectRecords(dataset);
    expect(summaries()).toHaveLength(3);
    await readAll({ ...cached(), fields: ["volume"] });
    expect(summaries()).toHaveLength(6);
    await readAll({ ...cached(), reuse: "never" });
    expect(summaries()).toHaveLength(9);
  });

  it("never mixes pages of a database that changes on the way", async () => {
    const dataset = await openMaterialsProject({}, cached());
    server.documents = server.documents.slice(0, 21);
    const error = await errorOf(() => collectRecords(dataset));
    expect(error.code).toBe("DATASETS_INCOMPLETE_RESPONSE");
    expect(await pagesIn()).toEqual([]);
    expect(await readAll(cached())).toHaveLength(21);
  });

  it("fetches a damaged page again, and takes no half-written one for whole", async () => {
    await readAll(cached());
    const [first = "", second = "", third = ""] = await pagesIn();
    const bytes = await readFile(join(folder, first));
    await writeFile(join(folder, first), bytes.subarray(0, bytes.length - 20));
    const page = gunzipSync(await readFile(join(folder, second))).toString();
    await writeFile(join(folder, second), page.replace("mp-0012", "mp-9999"));
    await writeFile(join(folder, `${third}.tmp`), "half");
    server.requests.length = 0;
    expect(await readAll(cached())).toEqual(server.documents.map((each) => each["material_id"]));
    expect(summaries()).toHaveLength(2);
  });

  it("is a typed error when it cannot be used", async () => {
    await writeFile(join(folder, "file"), "");
    const cache = createDirectoryCache(join(folder, "file"));
    expect((await errorOf(() => openMaterialsProject({}, { ...base, cache }))).code).toBe(
      "DATASETS_CACHE_FAILED",
    );
    await expect(cache.read("../x")).rejects.toThrow(RangeError);
  });
});

function answerStatus(status: number, body: string): Fault {
  return (_request, response) => {
    response.writeHead(status, { "content-type": "text/html" });
    response.end(body);
    return true;
  };
}
