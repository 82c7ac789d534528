import type { RequestOptions } from "../remote/requestOptions.ts";
import { readOptimadeLinks } from "./readOptimadeLinks.ts";
import type { OptimadeLink } from "./readOptimadeLinks.ts";
import { versionedUrl } from "./versionedUrl.ts";

/** How the list of providers is asked for. */
export interface ListProvidersOptions extends RequestOptions {
  /** Address of the list; default that of the OPTIMADE consortium, `https://providers.optimade.org`. */
  readonly url?: string;
}

/**
 * Lists the providers of databases that the OPTIMADE consortium knows.
 *
 * @param options - see {@link ListProvidersOptions}
 * @returns the providers; those without `url` offer nothing at present
 * @throws DatasetError of the network and of the answer
 *
 * @example
 * ```ts
 * import { listOptimadeDatabases, listOptimadeProviders } from "@ftcp/datasets";
 *
 * for (const { id, name, url } of await listOptimadeProviders()) {
 *   if (url !== undefined) console.log(id, name, await listOptimadeDatabases(url));
 * }
 * ```
 *
 * @see https://github.com/Materials-Consortia/providers
 */
export async function listOptimadeProviders(
  options: ListProvidersOptions = {},
): Promise<readonly OptimadeLink[]> {
  const base = versionedUrl(options.url ?? "https://providers.optimade.org");
  return await readOptimadeLinks(base, "external", options);
}
