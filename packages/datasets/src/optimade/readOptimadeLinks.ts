import { DatasetError } from "../datasetError.ts";
import { createRequester } from "../remote/createRequester.ts";
import { isJsonObject } from "../remote/jsonObject.ts";
import type { JsonObject } from "../remote/jsonObject.ts";
import type { RequestOptions } from "../remote/requestOptions.ts";
import { findNextPage, readOptimadeAnswer, readOptimadeLink } from "./optimadeAnswer.ts";

/** Another OPTIMADE interface that one tells of. */
export interface OptimadeLink {
  /** Its id: the prefix of a provider's property names, or the name of a database. */
  readonly id: string;
  /** Its name for people. */
  readonly name: string;
  /** What it says of itself. */
  readonly description: string;
  /** Base address; undefined when it has none (yet). */
  readonly url: string | undefined;
  /** Home page. */
  readonly homepage: string | undefined;
}

/**
 * Reads all pages of `/links`.
 *
 * @param base - versioned base address
 * @param linkType - the kind of links wanted
 * @param options - see {@link RequestOptions}
 * @returns the links, in the order of the server
 * @internal
 */
export async function readOptimadeLinks(
  base: string,
  linkType: "child" | "external",
  options: RequestOptions,
): Promise<readonly OptimadeLink[]> {
  const counts = { records: 0, failures: 0, total: undefined, pages: 0, pagesFromCache: 0 };
  const requester = createRequester(options, {
    onWait: (seconds, code) => {
      const { requests, bytesRead } = requester;
      options.onProgress?.({ ...counts, requests, bytesRead, waiting: { seconds, code } });
    },
  });
  const links: OptimadeLink[] = [];
  const seen = new Set<string>();
  let url: string | undefined = `${base}/links`;
  while (url !== undefined && !seen.has(url)) {
    const here: string = url;
    seen.add(here);
    const { value } = await requester.getJson(here, (answer) => {
      const parts = readOptimadeAnswer(answer, here);
      if (!Array.isArray(parts.data)) {
        throw new DatasetError("DATASETS_INVALID_RESPONSE", "the links are no list", { url: here });
      }
      const entries = parts.data as readonly unknown[];
      return { entries: entries.filter(isJsonObject), next: findNextPage(parts, here) };
    });
    links.push(...value.entries.flatMap((entry) => readLink(entry, linkType)));
    url = value.next;
  }
  return links;
}

function readLink(entry: JsonObject, linkType: string): readonly OptimadeLink[] {
  const { id, attributes } = entry;
  if (typeof id !== "string" || !isJsonObject(attributes) || attributes["link_type"] !== linkType) {
    return [];
  }
  const { name, description, base_url: url, homepage } = attributes;
  return [
    {
      id,
      name: typeof name === "string" ? name : id,
      description: typeof description === "string" ? description : "",
      url: readOptimadeLink(url),
      homepage: readOptimadeLink(homepage),
    },
  ];
}
