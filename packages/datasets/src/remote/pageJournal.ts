import { DatasetError } from "../datasetError.ts";
import { describeCause } from "./describeCause.ts";
import { hashText } from "./hashText.ts";
import type { RemoteOptions } from "./requestOptions.ts";
import type { ResponseCache } from "./responseCache.ts";

/** What tells one query from another. */
export interface JournalQuery {
  /** Name of the database. */
  readonly source: string;
  /** Address of its interface. */
  readonly url: string;
  /** Parameters of the request. */
  readonly query: Readonly<Record<string, string>>;
}

/** What the journal knows of the run that began it. */
export interface JournalStart {
  /** Version of the database, where it told one. */
  readonly databaseVersion: string | undefined;
  /** Version of the interface, where it told one. */
  readonly apiVersion: string | undefined;
  /** When the first page was fetched, ISO 8601. */
  readonly started: string;
  /** What else the server told of itself and reading the pages needs, as text. */
  readonly details: string | undefined;
}

/** What a server tells before the first page. */
export type ServerVersions = Omit<JournalStart, "started">;

/** The pages of one query that are kept. */
export interface PageJournal {
  /** The run that began it. */
  readonly start: JournalStart;
  /**
   * Gives a page.
   *
   * @param index - its number, from 0
   * @param url - the address that it must come from
   * @returns the text, or undefined when it is not there, damaged, or from elsewhere
   */
  read(index: number, url: string): Promise<string | undefined>;
  /**
   * Keeps a page.
   *
   * @param index - its number, from 0
   * @param url - the address that it comes from
   * @param text - the text
   */
  write(index: number, url: string, text: string): Promise<void>;
  /** Forgets all pages. */
  discard(): Promise<void>;
}

const format = "ftcp-pages-1";
const dayMilliseconds = 24 * 3600 * 1000;

/**
 * Opens the journal of a query, a new one where the kept one does not count.
 *
 * @param cache - where texts are kept, or undefined for a journal that keeps nothing
 * @param query - which query
 * @param reuse - see {@link RemoteOptions.reuse}
 * @param askVersions - asks the server for its versions; not called where they do not count
 * @returns the journal
 * @throws DatasetError with code `DATASETS_CACHE_FAILED`, and what `askVersions` throws
 * @internal
 */
export async function openPageJournal(
  cache: ResponseCache | undefined,
  query: JournalQuery,
  reuse: NonNullable<RemoteOptions["reuse"]>,
  askVersions: () => Promise<ServerVersions>,
): Promise<PageJournal> {
  const now = new Date().toISOString();
  if (cache === undefined) {
    const start = { ...(await askVersions()), started: now };
    return {
      start,
      read: () => Promise.resolve(undefined),
      write: () => Promise.resolve(),
      discard: () => Promise.resolve(),
    };
  }
  const folder = (await hashText(JSON.stringify(sortKeys(query)))).slice(0, 32);
  const headName = `${folder}/query.json`;
  const kept = readStart(await attempt(() => cache.read(headName)));
  if (kept !== undefined && reuse === "always") return createJournal(cache, folder, kept);
  const versions = await askVersions();
  if (
    kept !== undefined &&
    reuse === "same-version" &&
    kept.databaseVersion === versions.databaseVersion &&
    (versions.databaseVersion !== undefined ||
      Date.now() - Date.parse(kept.started) < dayMilliseconds)
  ) {
    return createJournal(cache, folder, kept);
  }
  const start: JournalStart = { ...versions, started: now };
  const head = { format, ...query, ...start };
  // The head goes first and comes last: without it no page counts.
  await attempt(() => cache.clear(folder));
  await attempt(() => cache.write(headName, `${JSON.stringify(head, undefined, 2)}\n`));
  return createJournal(cache, folder, start);
}

function createJournal(cache: ResponseCache, folder: string, start: JournalStart): PageJournal {
  const nameOf = (index: number): string => `${folder}/page-${String(index).padStart(6, "0")}.json`;
  return {
    start,
    read: async (index, url) => {
      const entry = await attempt(() => cache.read(nameOf(index)));
      const end = entry?.indexOf("\n") ?? -1;
      if (entry === undefined || end === -1) return undefined;
      const head = parseObject(entry.slice(0, end));
      const text = entry.slice(end + 1);
      const isWhole = head?.["url"] === url && head["sha256"] === (await hashText(text));
      return isWhole ? text : undefined;
    },
    write: async (index, url, text) => {
      const head = { url, fetched: new Date().toISOString(), sha256: await hashText(text) };
      await attempt(() => cache.write(nameOf(index), `${JSON.stringify(head)}\n${text}`));
    },
    discard: () => attempt(() => cache.clear(folder)),
  };
}

function readStart(text: string | undefined): JournalStart | undefined {
  const head = text === undefined ? undefined : parseObject(text);
  if (head?.["format"] !== format) return undefined;
  const { started, databaseVersion, apiVersion, details } = head;
  if (typeof started !== "string" || Number.isNaN(Date.parse(started))) return undefined;
  const textOrNothing = (value: unknown): string | undefined =>
    typeof value === "string" ? value : undefined;
  return {
    started,
    databaseVersion: textOrNothing(databaseVersion),
    apiVersion: textOrNothing(apiVersion),
    details: textOrNothing(details),
  };
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null
      ? (value as Readonly<Record<string, unknown>>)
      : undefined;
  } catch {
    return undefined; // a damaged journal counts as none
  }
}

function sortKeys({ source, url, query }: JournalQuery): unknown {
  return [source, url, Object.entries(query).sort(([left], [right]) => (left < right ? -1 : 1))];
}

async function attempt<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    if (cause instanceof DatasetError) throw cause;
    throw new DatasetError(
      "DATASETS_CACHE_FAILED",
      `the cache cannot be used: ${describeCause(cause)}; free it or give another`,
      {},
      { cause },
    );
  }
}
