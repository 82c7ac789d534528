import { DatasetError } from "../datasetError.ts";
import type { Requester } from "../remote/createRequester.ts";
import { isJsonObject } from "../remote/jsonObject.ts";
import { openPages } from "../remote/openPages.ts";
import type { RemotePage } from "../remote/openPages.ts";
import type { ServerVersions } from "../remote/pageJournal.ts";
import type { RemoteDataset } from "../remote/remoteDataset.ts";
import type { RemoteOptions } from "../remote/requestOptions.ts";
import { formatOptimadeFilter } from "./formatOptimadeFilter.ts";
import type { OptimadeQuery } from "./formatOptimadeFilter.ts";
import { findNextPage, readOptimadeAnswer, readOptimadeLink } from "./optimadeAnswer.ts";
import type { OptimadeAnswer } from "./optimadeAnswer.ts";
import { readOptimadeEntry, structureFields } from "./readOptimadeEntry.ts";
import { readOptimadeProperties } from "./readOptimadeProperties.ts";
import { versionedUrl } from "./versionedUrl.ts";

/** How an OPTIMADE database is asked. */
export interface OptimadeOptions extends RemoteOptions {
  /**
   * The server's names of the properties wanted, by the names that records are to have:
   * `{ band_gap: "_exmpl_band_gap" }`; see {@link listOptimadeProperties}. Default: none.
   */
  readonly properties?: Readonly<Record<string, string>>;
  /** Structures per request, 100 by default; a server may give fewer, or refuse too many. */
  readonly pageSize?: number;
  /**
   * What becomes of a structure with atoms that have no positions, attached or implicit: it fails
   * (default), or the atoms are left out, and its composition is not the true one.
   */
  readonly atomsWithoutPositions?: "fail" | "leave-out";
}

/** What is told before the first page and needed to read them. */
interface Details {
  readonly provider: string | undefined;
  readonly license: string | undefined;
  readonly numeric: readonly string[];
}

/**
 * Asks a database of any provider through OPTIMADE, version 1.
 *
 * @param url - base address of the database, with or without `/v1`; see {@link listOptimadeDatabases}
 * @param query - which structures: a filter in OPTIMADE's language, or an {@link OptimadeQuery}; all by
 *   default
 * @param options - properties, cache, retries; see {@link OptimadeOptions}
 * @returns the structures in the order of the server, fetched page by page as the caller goes along
 * @throws DatasetError with code `DATASETS_UNKNOWN_PROPERTY` for a property that the server does not
 *   have, `DATASETS_QUERY_REFUSED` for a filter that it does not understand, and those of network and
 *   cache; from the call for the first page, from the iteration for the others
 * @throws RangeError for an address, a query or an option that makes no sense
 *
 * @remarks
 * Occupancies, vacancies, isotopes and assemblies are read as `parseOptimade` of `@ftcp/cif` does. Every
 * structure that is not periodic in three directions (`dimension_types`), has atoms without
 * positions, a feature that is not known, or a number of sites other than `nsites` is a failed result
 * (`DATASETS_INVALID_STRUCTURE`). Features such as `disorder` stand in the label `structure_features`.
 * A server that announces more structures than it gives ends the iteration with
 * `DATASETS_INCOMPLETE_RESPONSE`.
 *
 * @example
 * ```ts
 * import { openOptimade } from "@ftcp/datasets";
 *
 * const crystals = await openOptimade(
 *   "https://example.org/optimade",
 *   { elements: ["Si", "O"], elementCount: { max: 3 }, isPeriodic: true },
 *   { properties: { band_gap: "_exmpl_band_gap" } },
 * );
 * for await (const item of crystals) {
 *   if (item.ok) console.log(item.value.id, item.value.properties["band_gap"]);
 * }
 * ```
 *
 * @see Andersen et al., Sci. Data 8, 217 (2021), doi:10.1038/s41597-021-00974-z
 */
export async function openOptimade(
  url: string,
  query: string | OptimadeQuery = {},
  options: OptimadeOptions = {},
): Promise<RemoteDataset> {
  const { properties = {}, pageSize = 100, atomsWithoutPositions = "fail" } = options;
  if (!Number.isInteger(pageSize) || pageSize < 1) {
    throw new RangeError(`pageSize must be a positive whole number, received ${pageSize}`);
  }
  const theirs = [...new Set(Object.values(properties))];
  for (const name of theirs) {
    if (!/^[a-z_][a-z0-9_]*$/u.test(name)) {
      throw new RangeError(`${JSON.stringify(name)} is no property of OPTIMADE`);
    }
  }
  if (Object.hasOwn(properties, "structure_features")) {
    throw new RangeError("structure_features is a label of every record that has features");
  }
  const base = versionedUrl(url);
  const filter = typeof query === "string" ? query.trim() : formatOptimadeFilter(query);
  const parameters = {
    ...(filter === "" ? {} : { filter }),
    response_fields: [...structureFields, ...theirs].join(","),
    response_format: "json",
    page_limit: String(pageSize),
  };
  const endpoint = `${base}/structures`;
  return await openPages(
    {
      query: { source: "OPTIMADE", url: base, query: parameters },
      firstUrl: `${endpoint}?${new URLSearchParams(parameters).toString()}`,
      // Many databases change all the time.
      isTotalFixed: false,
      askVersions: (requester) => askVersions(requester, base, theirs),
      readPage: (value, from) => readPage(readOptimadeAnswer(value, from), from),
      readEntry: (value, row, details) =>
        readOptimadeEntry(value, row, {
          properties,
          numeric: new Set(readDetails(details).numeric),
          atomsWithoutPositions,
          url: endpoint,
        }),
      describe: (details) => {
        const { provider, license } = readDetails(details);
        return {
          ...(provider === undefined ? {} : { source: provider }),
          ...(license === undefined ? {} : { license }),
        };
      },
    },
    options,
    {},
  );
}

function readPage({ data, ...rest }: OptimadeAnswer, url: string): RemotePage {
  if (!Array.isArray(data)) {
    throw new DatasetError("DATASETS_INVALID_RESPONSE", "the answer has no list of data", { url });
  }
  const { data_returned: total, request_delay: delay } = rest.meta;
  return {
    entries: data as readonly unknown[],
    next: findNextPage({ data, ...rest }, url),
    total:
      typeof total === "number" && Number.isSafeInteger(total) && total >= 0 ? total : undefined,
    delaySeconds: typeof delay === "number" && delay > 0 ? Math.min(delay, 60) : undefined,
  };
}

async function askVersions(
  requester: Requester,
  base: string,
  wanted: readonly string[],
): Promise<ServerVersions> {
  const info = `${base}/info`;
  const { value: about } = await requester.getJson(info, (value) => readInfo(value, info));
  const address = `${base}/info/structures`;
  const { value: known } = await requester.getJson(address, (value) =>
    readOptimadeProperties(value, address),
  );
  const byName = new Map(known.map((property) => [property.name, property]));
  const missing = wanted.find((name) => !byName.has(name));
  if (missing !== undefined) {
    const own = known.map(({ name }) => name).filter((name) => name.startsWith("_"));
    throw new DatasetError(
      "DATASETS_UNKNOWN_PROPERTY",
      `the database has no property ${missing}; its own are ${own.slice(0, 20).join(", ") || "none"}`,
      { column: missing, known: [...byName.keys()], url: address },
    );
  }
  const details: Details = {
    provider: about.provider,
    license: about.license,
    numeric: wanted.filter((name) => byName.get(name)?.isNumeric === true),
  };
  return {
    databaseVersion: about.databaseVersion,
    apiVersion: about.apiVersion,
    details: JSON.stringify(details),
  };
}

interface ServerInfo extends Pick<Details, "provider" | "license"> {
  readonly databaseVersion: string | undefined;
  readonly apiVersion: string;
}

function readInfo(value: unknown, url: string): ServerInfo {
  const { data, meta } = readOptimadeAnswer(value, url);
  const attributes = isJsonObject(data) ? data["attributes"] : undefined;
  const told = isJsonObject(attributes) ? attributes : {};
  const apiVersion = told["api_version"] ?? meta["api_version"];
  if (typeof apiVersion !== "string" || !/^v?1\./u.test(apiVersion)) {
    const shown = typeof apiVersion === "string" ? apiVersion.slice(0, 20) : "none";
    throw new DatasetError(
      "DATASETS_INVALID_RESPONSE",
      `the server speaks version ${shown} of OPTIMADE; version 1 is understood`,
      { url },
    );
  }
  if (told["is_index"] === true) {
    throw new DatasetError(
      "DATASETS_INVALID_RESPONSE",
      "this is an index of databases, not a database; listOptimadeDatabases tells their addresses",
      { url },
    );
  }
  const { database, provider } = meta;
  const text = (from: unknown, key: string): string | undefined => {
    const found = isJsonObject(from) ? from[key] : undefined;
    return typeof found === "string" && found !== "" ? found : undefined;
  };
  return {
    apiVersion,
    databaseVersion: text(database, "version"),
    provider: text(database, "name") ?? text(provider, "name"),
    license: readOptimadeLink(told["license"]),
  };
}

/** Written by {@link askVersions} in this run or an earlier one. */
function readDetails(details: string | undefined): Details {
  return details === undefined
    ? { provider: undefined, license: undefined, numeric: [] }
    : (JSON.parse(details) as Details);
}
