import { DatasetError } from "../datasetError.ts";
import { describeServerMessage } from "../remote/describeServerMessage.ts";
import { isJsonObject } from "../remote/jsonObject.ts";
import type { JsonObject } from "../remote/jsonObject.ts";

/** An answer of an OPTIMADE server, its parts unread. */
export interface OptimadeAnswer {
  /** What was asked for. */
  readonly data: unknown;
  /** What the server says of the answer. */
  readonly meta: JsonObject;
  /** Addresses of other pages. */
  readonly links: JsonObject;
}

/**
 * Takes an answer apart.
 *
 * @param value - the JSON value
 * @param url - where it comes from
 * @returns its parts
 * @throws DatasetError with code `DATASETS_QUERY_REFUSED` when it holds errors,
 *   `DATASETS_INVALID_RESPONSE` when it is no answer of OPTIMADE
 * @internal
 */
export function readOptimadeAnswer(value: unknown, url: string): OptimadeAnswer {
  const { data, errors, links, meta } = isJsonObject(value) ? value : {};
  if (Array.isArray(errors) && errors.length > 0) {
    const said = describeServerMessage(JSON.stringify({ errors }));
    throw new DatasetError("DATASETS_QUERY_REFUSED", `the server refuses the query: ${said}`, {
      url,
    });
  }
  if (data === undefined || !isJsonObject(meta)) {
    throw new DatasetError(
      "DATASETS_INVALID_RESPONSE",
      "this is no answer of OPTIMADE, which has data and meta; check the address",
      { url },
    );
  }
  return { data, meta, links: isJsonObject(links) ? links : {} };
}

/**
 * Reads a link: a text, or an object with `href`.
 *
 * @param value - the link
 * @returns the address, or undefined where there is none
 * @internal
 */
export function readOptimadeLink(value: unknown): string | undefined {
  const href = isJsonObject(value) ? value["href"] : value;
  return typeof href === "string" && href !== "" ? href : undefined;
}

/**
 * Finds the address of the next page.
 *
 * @param answer - a page
 * @param url - where it comes from
 * @returns the address, or undefined after the last page
 * @throws DatasetError with code `DATASETS_INCOMPLETE_RESPONSE` when there is more and no address,
 *   `DATASETS_INVALID_RESPONSE` when the address is none
 * @internal
 */
export function findNextPage(answer: OptimadeAnswer, url: string): string | undefined {
  const more = answer.meta["more_data_available"];
  const link = readOptimadeLink(answer.links["next"]);
  if (link === undefined) {
    if (more !== true) return undefined;
    throw new DatasetError(
      "DATASETS_INCOMPLETE_RESPONSE",
      "the server says that there is more, but not where",
      { url },
    );
  }
  if (more === false) return undefined;
  const here = new URL(url);
  const next = URL.canParse(link, url) ? new URL(link, url) : undefined;
  if (next === undefined || !/^https?:$/u.test(next.protocol)) {
    throw new DatasetError(
      "DATASETS_INVALID_RESPONSE",
      `the address of the next page is none: ${link.slice(0, 100)}`,
      { url },
    );
  }
  // Servers behind a proxy often do not know that they are asked by https.
  if (here.protocol === "https:" && next.hostname === here.hostname) next.protocol = "https:";
  return next.href;
}
