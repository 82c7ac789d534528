import { describe, expect, it } from "@jest/globals";
import fc from "fast-check";
import { writeOptimade } from "@ftcp/cif";
import {
  collectRecords,
  DatasetError,
  formatOptimadeFilter,
  openMaterialsProject,
  openOptimade,
} from "@ftcp/datasets";
import type { OptimadeOptions, OptimadeQuery } from "@ftcp/datasets";
import { textbookCrystals } from "./textbookCrystals.ts";

const base = "https://example.org/optimade";
const meta = { api_version: "1.2.0", more_data_available: false };
const info = { data: { attributes: { api_version: "1.2.0" } }, meta };
const properties = {
  data: {
    properties: {
      _exmpl_gap: { type: ["number", "null"], "x-optimade-type": "float", "x-optimade-unit": "eV" },
      _exmpl_kind: { type: "string", description: "A kind." },
      _exmpl_any: {},
    },
  },
  meta,
};
const entryOf = (id: string, more: object = {}): unknown => {
  const resource = JSON.parse(writeOptimade(textbookCrystals.CsCl, { id })) as {
    attributes: object;
  };
  return { ...resource, attributes: { ...resource.attributes, ...more } };
};

function urlOf(input: Parameters<typeof globalThis.fetch>[0]): string {
  return input instanceof Request ? input.url : input instanceof URL ? input.href : input;
}

/** A `fetch` that knows some addresses; what is no text is sent as JSON. */
function fetchFrom(
  answers: Readonly<Record<string, unknown>>,
  asked: string[] = [],
): typeof globalThis.fetch {
  return (input) => {
    const url = urlOf(input);
    asked.push(url);
    const [address = ""] = url.split("?");
    const known: Readonly<Record<string, unknown>> = {
      [`${base}/v1/info`]: info,
      [`${base}/v1/info/structures`]: properties,
      ...answers,
    };
    const answer = known[url] ?? known[address];
    if (answer === undefined) return Promise.resolve(new Response("{}", { status: 404 }));
    const body = typeof answer === "string" ? answer : JSON.stringify(answer);
    return Promise.resolve(new Response(body));
  };
}

const open = async (
  answers: Readonly<Record<string, unknown>>,
  options: OptimadeOptions = {},
  asked: string[] = [],
): Promise<{ ids: string[]; codes: string[] }> => {
  const dataset = await openOptimade(base, "", {
    retries: 0,
    fetch: fetchFrom(answers, asked),
    ...options,
  });
  const { records, errors } = await collectRecords(dataset);
  return { ids: records.map(({ id }) => id), codes: errors.map(({ code }) => code) };
};

const first = `${base}/v1/structures`;

describe("openOptimade", () => {
  it.each([
    ["a text", "https://example.org/optimade/v1/structures?page_offset=1"],
    ["an object", { href: "https://example.org/optimade/v1/structures?page_offset=1" }],
    ["a relative address", "/optimade/v1/structures?page_offset=1"],
    ["http of a server behind a proxy", "http://example.org/optimade/v1/structures?page_offset=1"],
  ])("follows the link to the next page: %s", async (_, next) => {
    const asked: string[] = [];
    const found = await open(
      {
        [first]: {
          data: [entryOf("a")],
          links: { next },
          meta: { ...meta, more_data_available: true },
        },
        [`${first}?page_offset=1`]: { data: [entryOf("b")], links: { next: null }, meta },
      },
      {},
      asked,
    );
    expect(found).toEqual({ ids: ["a", "b"], codes: [] });
    expect(asked.at(-1)).toBe(`${first}?page_offset=1`);
  });

  it("stops where the server says that there is no more, whatever link it gives", async () => {
    expect(await open({ [first]: { data: [entryOf("a")], links: { next: first }, meta } })).toEqual(
      {
        ids: ["a"],
        codes: [],
      },
    );
  });

  it.each<[string, object, string]>([
    [
      "more, but no link",
      { links: { next: null }, meta: { ...meta, more_data_available: true } },
      "DATASETS_INCOMPLETE_RESPONSE",
    ],
    [
      "fewer than announced",
      { meta: { ...meta, data_returned: 2 } },
      "DATASETS_INCOMPLETE_RESPONSE",
    ],
    [
      "a link that is none",
      { links: { next: "file:///etc/passwd" }, meta: {} },
      "DATASETS_INVALID_RESPONSE",
    ],
    [
      "an error with status 200",
      { errors: [{ title: "no", detail: "bad filter" }] },
      "DATASETS_QUERY_REFUSED",
    ],
    ["no meta", { meta: undefined }, "DATASETS_INVALID_RESPONSE"],
    ["one entry for a list", { data: entryOf("a") }, "DATASETS_INVALID_RESPONSE"],
  ])("does not take a part for the whole: %s", async (_, change, code) => {
    const page = { data: [entryOf("a")], links: {}, meta, ...change };
    await expect(open({ [first]: page })).rejects.toMatchObject({ code });
  });

  it("does not go in circles", async () => {
    const more = { ...meta, more_data_available: true };
    const next = `${first}?page_offset=1`;
    const circle = { data: [entryOf("a")], links: { next }, meta: more };
    await expect(open({ [first]: circle })).rejects.toMatchObject({
      code: "DATASETS_INVALID_RESPONSE",
    });
  });

  it.each<[string, object, string]>([
    ["the site count is another", { nsites: 3 }, "DATASETS_INVALID_STRUCTURE"],
    ["a feature is not known", { structure_features: ["modulated"] }, "DATASETS_INVALID_STRUCTURE"],
    ["the cell is of the wrong type", { lattice_vectors: "cubic" }, "DATASETS_INVALID_STRUCTURE"],
    ["the species are missing", { species: null }, "DATASETS_INVALID_STRUCTURE"],
    ["a number is a text", { _exmpl_gap: "1 eV" }, "DATASETS_INVALID_NUMBER"],
  ])("fails one entry and no other when %s", async (_, change, code) => {
    const data = [entryOf("a"), entryOf("b", change), entryOf("c")];
    const found = await open({ [first]: { data, meta } }, { properties: { gap: "_exmpl_gap" } });
    expect(found).toEqual({ ids: ["a", "c"], codes: [code] });
  });

  it("fails entries without id, attributes, or with arrays that are served apart", async () => {
    const apart = { ...(entryOf("d") as object), meta: { partial_data_links: { species: [] } } };
    const data = [7, null, { type: "structures" }, { id: "x", attributes: null }, apart];
    expect((await open({ [first]: { data, meta } })).codes).toEqual([
      "DATASETS_INVALID_ROW",
      "DATASETS_INVALID_ROW",
      "DATASETS_MISSING_ID",
      "DATASETS_INVALID_STRUCTURE",
      "DATASETS_INVALID_STRUCTURE",
    ]);
  });

  it("asks for the fields that it needs and the properties wanted, by the provider's names", async () => {
    const asked: string[] = [];
    await open(
      { [first]: { data: [], meta } },
      { properties: { gap: "_exmpl_gap" }, pageSize: 7 },
      asked,
    );
    const query = new URL(asked.at(-1) ?? "").searchParams;
    expect(query.get("response_fields")?.split(",").sort()).toEqual([
      "_exmpl_gap",
      "assemblies",
      "cartesian_site_positions",
      "dimension_types",
      "lattice_vectors",
      "nperiodic_dimensions",
      "nsites",
      "species",
      "species_at_sites",
      "structure_features",
    ]);
    expect(query.get("page_limit")).toBe("7");
  });

  it.each<[string, unknown, string]>([
    [
      "another major version",
      { data: { attributes: { api_version: "0.10.1" } }, meta },
      "DATASETS_INVALID_RESPONSE",
    ],
    [
      "an index of databases",
      { data: { attributes: { api_version: "1.1.0", is_index: true } }, meta },
      "DATASETS_INVALID_RESPONSE",
    ],
    ["a web page", "<!DOCTYPE html>", "DATASETS_INVALID_RESPONSE"],
    ["another interface", { hello: "world" }, "DATASETS_INVALID_RESPONSE"],
  ])("is told from a database of version 1: %s", async (_, answer, code) => {
    await expect(open({ [`${base}/v1/info`]: answer })).rejects.toMatchObject({ code });
  });

  it("rests between pages as long as the server wants", async () => {
    const next = `${first}?page_offset=1`;
    const more = { ...meta, more_data_available: true, request_delay: 0.2 };
    const answers = {
      [first]: { data: [entryOf("a")], links: { next }, meta: more },
      [next]: { data: [entryOf("b")], meta },
    };
    const started = performance.now();
    await open(answers);
    expect(performance.now() - started).toBeGreaterThan(190);
  });

  it("refuses addresses and names that are none", async () => {
    await expect(openOptimade("ftp://example.org")).rejects.toThrow(RangeError);
    await expect(openOptimade("https://me:secret@example.org")).rejects.toThrow(RangeError);
    await expect(openOptimade(base, "", { properties: { a: "Gap" } })).rejects.toThrow(RangeError);
  });
});

describe("whatever a server sends", () => {
  const wrapped = (value: unknown): unknown[] => [
    value,
    { data: value, meta },
    { data: [value, entryOf("a")], meta },
    { data: [entryOf("a", { species: value, lattice_vectors: value })], meta },
    { data: [entryOf("a")], meta: value, links: value },
  ];

  it("gives records, failed results or a DatasetError of OPTIMADE, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        for (const answer of wrapped(value)) {
          await expectTyped(() => open({ [first]: answer }));
          await expectTyped(() => open({ [`${base}/v1/info`]: answer }));
        }
      }),
      { numRuns: 40 },
    );
  });

  it("gives records, failed results or a DatasetError of the Materials Project, and nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue(), async (value) => {
        const documents = [{ material_id: "mp-1", structure: value }, value];
        for (const answer of [...wrapped(value), { data: documents, meta: { total_doc: 2 } }]) {
          const fetch: typeof globalThis.fetch = (input) => {
            const isHeart = urlOf(input).endsWith("/heartbeat");
            const body = JSON.stringify(isHeart ? { db_version: "1" } : answer);
            return Promise.resolve(new Response(body));
          };
          await expectTyped(async () =>
            collectRecords(
              await openMaterialsProject({}, { key: "a".repeat(32), retries: 0, fetch }),
            ),
          );
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is never taken for whole when it is cut short anywhere", async () => {
    const whole = JSON.stringify({ data: [entryOf("a"), entryOf("b")], meta });
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length - 1), async (length) => {
        await expect(open({ [first]: whole.slice(0, length) })).rejects.toMatchObject({
          code: "DATASETS_INCOMPLETE_RESPONSE",
        });
      }),
      { numRuns: 60 },
    );
  });
});

async function expectTyped(work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
  }
}

describe("formatOptimadeFilter", () => {
  it.each<[OptimadeQuery, string]>([
    [{}, ""],
    [{ elements: ["Si", "O"] }, 'elements HAS ALL "Si","O"'],
    [{ excludeElements: ["Pb"] }, 'NOT (elements HAS ANY "Pb")'],
    [{ onlyElements: ["Si"] }, 'elements HAS ONLY "Si"'],
    [{ elementCount: { min: 3, max: 3 } }, "nelements=3"],
    [
      { elementCount: { min: 2, max: 3 }, siteCount: { max: 20 } },
      "nelements>=2 AND nelements<=3 AND nsites<=20",
    ],
    [
      { ranges: { _exmpl_gap: { min: 0.5 } }, isPeriodic: true },
      "_exmpl_gap>=0.5 AND nperiodic_dimensions=3",
    ],
    [
      { siteCount: { min: 2 }, filter: "nelements=2 OR nelements=4" },
      "nsites>=2 AND (nelements=2 OR nelements=4)",
    ],
  ])("writes %j", (query, filter) => {
    expect(formatOptimadeFilter(query)).toBe(filter);
  });

  it.each([
    { elements: [] },
    { siteCount: {} },
    { ranges: { "Gap OR 1=1": { min: 1 } } },
    { siteCount: { min: 3, max: 2 } },
  ])("refuses %j", (query) => {
    expect(() => formatOptimadeFilter(query)).toThrow(RangeError);
  });
});
