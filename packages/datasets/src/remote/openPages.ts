import type { RecordResult } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import type { DatasetErrorCode } from "../datasetError.ts";
import { createRequester } from "./createRequester.ts";
import type { Requester, RequesterSetup } from "./createRequester.ts";
import { openPageJournal } from "./pageJournal.ts";
import type { JournalQuery, ServerVersions } from "./pageJournal.ts";
import { pause } from "./pause.ts";
import type { RemoteDataset } from "./remoteDataset.ts";
import type { RemoteProvenance } from "./remoteProvenance.ts";
import type { RemoteOptions } from "./requestOptions.ts";

/** One page of an answer. */
export interface RemotePage {
  /** What it holds, unread. */
  readonly entries: readonly unknown[];
  /** Address of the next page; undefined after the last. */
  readonly next: string | undefined;
  /** Number of entries of the whole query, where the page tells. */
  readonly total: number | undefined;
  /** Where the query is asked in parts: which one this is, and the number of entries of that part. */
  readonly part?: { readonly index: number; readonly total: number };
  /** How long the server wants to rest before the next request. */
  readonly delaySeconds?: number | undefined;
}

/** A database that answers in pages. */
export interface PagedSource {
  /** Which query it is. */
  readonly query: JournalQuery;
  /** Address of the first page. */
  readonly firstUrl: string;
  /**
   * Asks the server for its versions.
   *
   * @param requester - sends requests
   */
  askVersions(requester: Requester): Promise<ServerVersions>;
  /**
   * Reads a page.
   *
   * @param value - the JSON value
   * @param url - where it comes from
   * @param received - entries of the pages before
   * @throws DatasetError when it is not what the interface promises
   */
  readPage(value: unknown, url: string, received: number): RemotePage;
  /**
   * Reads an entry.
   *
   * @param value - the JSON value
   * @param row - its number in the answer, from 1
   * @param details - what the server told of itself
   */
  readEntry(value: unknown, row: number, details: string | undefined): RecordResult;
  /** Whether a total that changes between two pages means that the database has changed. */
  readonly isTotalFixed: boolean;
  /**
   * Adds to the provenance.
   *
   * @param details - what the server told of itself
   */
  describe(details: string | undefined): Partial<RemoteProvenance>;
}

/**
 * Asks for the first page and gives the whole answer as a dataset.
 *
 * @param source - the database
 * @param options - see {@link RemoteOptions}
 * @param setup - headers and secret of the requests
 * @returns the dataset
 * @throws DatasetError of the first page, and of the cache
 * @internal
 */
export async function openPages(
  source: PagedSource,
  options: RemoteOptions,
  setup: Omit<RequesterSetup, "onWait">,
): Promise<RemoteDataset> {
  const { signal, onProgress, cache, reuse = "same-version" } = options;
  const counts = { records: 0, failures: 0, pages: 0, pagesFromCache: 0 };
  let total: number | undefined = undefined as number | undefined;
  const report = (waiting?: { seconds: number; code: DatasetErrorCode }): void => {
    const { requests, bytesRead } = requester;
    onProgress?.({
      ...counts,
      total,
      requests,
      bytesRead,
      ...(waiting === undefined ? {} : { waiting }),
    });
  };
  const requester = createRequester(options, {
    ...setup,
    onWait: (seconds, code) => {
      report({ seconds, code });
    },
  });
  signal?.throwIfAborted();
  const journal = await openPageJournal(cache, source.query, reuse, () =>
    source.askVersions(requester),
  );

  async function getPage(index: number, url: string, received: number): Promise<RemotePage> {
    signal?.throwIfAborted();
    const kept = await journal.read(index, url);
    if (kept !== undefined) {
      counts.pagesFromCache += 1;
      // It was checked before it was kept, and its checksum is right.
      return source.readPage(JSON.parse(kept), url, received);
    }
    const answer = await requester.getJson(url, (value) => source.readPage(value, url, received));
    await journal.write(index, url, answer.text);
    return answer.value;
  }

  const firstPage = await getPage(0, source.firstUrl, 0);
  total = firstPage.total;

  async function* iterate(): AsyncGenerator<RecordResult, void, undefined> {
    Object.assign(counts, { records: 0, failures: 0, pages: 0 });
    const seen = new Set<string>();
    let page = firstPage;
    let url = source.firstUrl;
    for (let index = 0; ; index += 1) {
      counts.pages += 1;
      seen.add(url);
      for (const entry of page.entries) {
        signal?.throwIfAborted();
        const result = source.readEntry(entry, counts.records + 1, journal.start.details);
        counts.records += 1;
        if (!result.ok) counts.failures += 1;
        yield result;
      }
      report();
      const { next, part, delaySeconds = 0 } = page;
      if (next === undefined) break;
      if (seen.has(next)) {
        throw new DatasetError(
          "DATASETS_INVALID_RESPONSE",
          "the pages go in a circle; this server cannot be read to its end",
          { url: next },
        );
      }
      const isKept = cache !== undefined && (await journal.read(index + 1, next)) !== undefined;
      if (delaySeconds > 0 && !isKept) await pause(delaySeconds, signal);
      page = await getPage(index + 1, next, counts.records);
      url = next;
      const isSamePart = part !== undefined && part.index === page.part?.index;
      const hasChanged = page.total !== total || (isSamePart && part.total !== page.part?.total);
      if (source.isTotalFixed && hasChanged) {
        // Its pages belong to two states of the database: none of them may be used again.
        await journal.discard();
        throw new DatasetError(
          "DATASETS_INCOMPLETE_RESPONSE",
          `the database changed during the download: ${total ?? part?.total ?? "?"} entries before, ` +
            `${page.total ?? page.part?.total ?? "?"} now; ` +
            "start again",
          { url },
        );
      }
    }
    if (total !== undefined && counts.records < total) {
      await journal.discard();
      throw new DatasetError(
        "DATASETS_INCOMPLETE_RESPONSE",
        `the server announced ${total} entries and gave ${counts.records}; try again`,
        { url },
      );
    }
  }

  const { databaseVersion, apiVersion, started, details } = journal.start;
  return {
    provenance: {
      source: source.query.source,
      url: source.query.url,
      ...(databaseVersion === undefined ? {} : { databaseVersion }),
      ...(apiVersion === undefined ? {} : { apiVersion }),
      query: source.query.query,
      retrieved: started,
      ...(total === undefined ? {} : { total }),
      ...source.describe(details),
    },
    total,
    [Symbol.asyncIterator]: iterate,
  };
}
