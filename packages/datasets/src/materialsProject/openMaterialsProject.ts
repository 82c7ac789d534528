import { DatasetError } from "../datasetError.ts";
import { isJsonObject } from "../remote/jsonObject.ts";
import { openPages } from "../remote/openPages.ts";
import type { RemotePage } from "../remote/openPages.ts";
import type { ServerVersions } from "../remote/pageJournal.ts";
import { readBaseUrl } from "../remote/readBaseUrl.ts";
import type { RemoteDataset } from "../remote/remoteDataset.ts";
import type { RemoteOptions } from "../remote/requestOptions.ts";
import { materialsProjectParameters } from "./materialsProjectParameters.ts";
import type { MaterialsProjectQuery } from "./materialsProjectQuery.ts";
import { readMaterial } from "./readMaterial.ts";

/** How the Materials Project is asked. */
export interface MaterialsProjectOptions extends RemoteOptions {
  /**
   * The key of the user's account; default: the environment variable `MP_API_KEY`. It is sent in the
   * header `X-API-KEY` and goes nowhere else: no file, message or error holds it.
   */
  readonly key?: string;
  /**
   * What is wanted of each material besides id and structure, by the server's names, `symmetry.number`
   * for an inner one; default `formation_energy_per_atom`, `band_gap` and `energy_above_hull`. Numbers
   * become properties, texts, booleans and lists labels, a value that is unknown has no key.
   */
  readonly fields?: readonly string[];
  /** Materials per request, 1,000 at most and by default. */
  readonly pageSize?: number;
  /** Address of the interface; default `https://api.materialsproject.org`. */
  readonly url?: string;
}

const defaultFields = ["formation_energy_per_atom", "band_gap", "energy_above_hull"];

/**
 * Asks the Materials Project for materials (summary endpoint of its present interface, the one of
 * `mp-api`).
 *
 * @param query - which materials; see {@link MaterialsProjectQuery} and {@link paperQuery}
 * @param options - key, fields, cache, retries; see {@link MaterialsProjectOptions}
 * @returns the materials in the order of their ids, fetched page by page as the caller goes along, with
 *   version of the database, query and date in `provenance`
 * @throws DatasetError `DATASETS_KEY_MISSING`, `DATASETS_KEY_REFUSED`, `DATASETS_QUERY_REFUSED`,
 *   `DATASETS_RATE_LIMITED`, `DATASETS_SERVER_FAILED`, `DATASETS_NETWORK_FAILED`, `DATASETS_TIMED_OUT`,
 *   `DATASETS_INVALID_RESPONSE`, `DATASETS_INCOMPLETE_RESPONSE` or `DATASETS_CACHE_FAILED`, from the call
 *   for version and first page, from the iteration for the others
 * @throws CrystalError with code `CRYSTAL_UNKNOWN_ELEMENT`
 * @throws RangeError for a query or an option that makes no sense
 *
 * @remarks
 * A document without a readable structure, or with a text where a number belongs, is a failed result
 * (`DATASETS_INVALID_STRUCTURE`, `DATASETS_INVALID_NUMBER`, …) and costs no other. Every page is
 * checked against the total that the server announces (a long list of ids takes several requests; `total` is then not
 * known), and a total that changes on the way ends the
 * work, as the database has changed. The data are under CC BY 4.0: cite `provenance.citation`.
 *
 * @example
 * ```ts
 * import { openMaterialsProject, paperQuery } from "@ftcp/datasets";
 * import { createDirectoryCache } from "@ftcp/datasets/node";
 *
 * const crystals = await openMaterialsProject(paperQuery, { cache: createDirectoryCache("mp") });
 * console.log(crystals.total, crystals.provenance.databaseVersion);
 * for await (const item of crystals) {
 *   if (item.ok) console.log(item.value.id, item.value.properties["band_gap"]);
 * }
 * ```
 *
 * @see Jain et al., APL Materials 1, 011002 (2013), doi:10.1063/1.4812323
 */
export async function openMaterialsProject(
  query: MaterialsProjectQuery,
  options: MaterialsProjectOptions = {},
): Promise<RemoteDataset> {
  const { pageSize = 1000 } = options;
  if (!Number.isInteger(pageSize) || pageSize < 1 || pageSize > 1000) {
    throw new RangeError(`pageSize must be a whole number from 1 to 1000, received ${pageSize}`);
  }
  const fields = [...new Set(options.fields ?? defaultFields)].filter(
    (field) => field !== "material_id" && field !== "structure",
  );
  for (const field of fields) {
    if (!/^[A-Za-z]\w*(?:\.\w+)*$/u.test(field)) {
      throw new RangeError(`${JSON.stringify(field)} is no field`);
    }
  }
  const base = readBaseUrl(options.url ?? "https://api.materialsproject.org");
  const parameters: Readonly<Record<string, string>> = {
    ...materialsProjectParameters(query),
    _fields: ["material_id", "structure", ...fields].join(","),
    // Pages by number of skipped entries need an order that does not change.
    _sort_fields: "material_id",
    _limit: String(pageSize),
  };
  const endpoint = `${base}/materials/summary/`;
  const parts = splitIds(parameters, (each) => addressOf(endpoint, each, 0).length <= longestUrl);
  const urlOf = (part: number, skip: number): string =>
    addressOf(endpoint, parts[part] ?? parameters, skip);
  const key = readKey(options.key);
  return await openPages(
    {
      query: { source: "Materials Project", url: base, query: parameters },
      firstUrl: urlOf(0, 0),
      isTotalFixed: true,
      describe: () => ({
        citation: "Jain et al., APL Materials 1, 011002 (2013), doi:10.1063/1.4812323",
        license: "CC-BY-4.0",
      }),
      askVersions: async (requester) => {
        const { value } = await requester.getJson(`${base}/heartbeat`, (answer) =>
          readHeartbeat(answer, `${base}/heartbeat`),
        );
        return value;
      },
      readPage: (value, url) => {
        const { entries, total } = readSummary(value, url);
        const asked = new URL(url).searchParams;
        const skip = Number(asked.get("_skip"));
        const part = parts.findIndex(
          ({ material_ids: ids = null }) => ids === asked.get("material_ids"),
        );
        const expected = Math.min(pageSize, total - skip);
        if (entries.length !== expected) {
          throw new DatasetError(
            "DATASETS_INCOMPLETE_RESPONSE",
            `the page has ${entries.length} entries where ${expected} belong`,
            { url },
          );
        }
        const done = skip + entries.length;
        const following = part + 1 < parts.length ? urlOf(part + 1, 0) : undefined;
        const next = done < total ? urlOf(part, done) : following;
        // How many there are in all parts, the server does not tell before it was asked for all.
        return parts.length === 1
          ? { entries, total, next }
          : { entries, total: undefined, next, part: { index: part, total } };
      },
      readEntry: (value, row) => readMaterial(value, row, fields, endpoint),
    },
    options,
    { headers: { "x-api-key": key }, secret: key },
  );
}

/** Longest address that servers and proxies surely take. */
const longestUrl = 8000;

function addressOf(
  endpoint: string,
  parameters: Readonly<Record<string, string>>,
  skip: number,
): string {
  return `${endpoint}?${new URLSearchParams({ ...parameters, _skip: String(skip) }).toString()}`;
}

/** Divides a list of ids among as many requests as their addresses need. */
function splitIds<T extends Readonly<Record<string, string>>>(
  parameters: T,
  isShort: (parameters: T) => boolean,
): readonly T[] {
  if (isShort(parameters)) return [parameters];
  const ids = parameters["material_ids"]?.split(",") ?? [];
  if (ids.length < 2) {
    throw new RangeError("the query is too long for an address: only lists of ids are divided");
  }
  const half = ids.length >> 1;
  return [ids.slice(0, half), ids.slice(half)].flatMap((part) =>
    splitIds({ ...parameters, material_ids: part.join(",") }, isShort),
  );
}

function readKey(given: string | undefined): string {
  const { process } = globalThis as {
    process?: { env?: Readonly<Record<string, string | undefined>> };
  };
  const key = (given ?? process?.env?.["MP_API_KEY"] ?? "").trim();
  if (key === "") {
    throw new DatasetError(
      "DATASETS_KEY_MISSING",
      "the Materials Project wants a key: make an account there, and put the key of its page for the " +
        "API into the environment variable MP_API_KEY",
    );
  }
  if (key.length === 16) {
    throw new DatasetError(
      "DATASETS_KEY_REFUSED",
      "a key of 16 characters belongs to the interface that was shut down; get a new one",
    );
  }
  // What is no header value would end up in the message of an error.
  if (key.length < 8 || !/^[\x21-\x7e]+$/u.test(key)) {
    throw new DatasetError(
      "DATASETS_KEY_REFUSED",
      "this cannot be a key: it is too short, or has other than plain letters and digits",
    );
  }
  return key;
}

function readHeartbeat(value: unknown, url: string): ServerVersions {
  const answer = isJsonObject(value) ? value : {};
  const { db_version: databaseVersion, version: apiVersion } = answer;
  if (typeof databaseVersion !== "string" || databaseVersion === "") {
    throw new DatasetError(
      "DATASETS_INVALID_RESPONSE",
      "the server does not tell the version of its database; check the address",
      { url },
    );
  }
  return {
    databaseVersion,
    apiVersion: typeof apiVersion === "string" ? apiVersion : undefined,
    details: undefined,
  };
}

function readSummary(
  value: unknown,
  url: string,
): { readonly entries: RemotePage["entries"]; readonly total: number } {
  const answer = isJsonObject(value) ? value : {};
  const { data, meta } = answer;
  const total = isJsonObject(meta) ? meta["total_doc"] : undefined;
  if (!Array.isArray(data)) {
    throw new DatasetError("DATASETS_INVALID_RESPONSE", "the answer has no list of data", { url });
  }
  if (typeof total !== "number" || !Number.isSafeInteger(total) || total < 0) {
    throw new DatasetError(
      "DATASETS_INVALID_RESPONSE",
      "the answer does not tell how many entries there are in all",
      { url },
    );
  }
  return { entries: data as readonly unknown[], total };
}
