import type { RequestOptions } from "../remote/requestOptions.ts";
import { readOptimadeLinks } from "./readOptimadeLinks.ts";
import type { OptimadeLink } from "./readOptimadeLinks.ts";
import { versionedUrl } from "./versionedUrl.ts";

/**
 * Lists the databases of a provider.
 *
 * @param providerUrl - address of the provider, from {@link listOptimadeProviders}
 * @param options - see {@link RequestOptions}
 * @returns the databases; open one with {@link openOptimade} and its `url`
 * @throws DatasetError of the network and of the answer
 *
 * @example
 * ```ts
 * import { listOptimadeDatabases } from "@ftcp/datasets";
 *
 * await listOptimadeDatabases("https://providers.optimade.org/index-metadbs/exmpl");
 * ```
 */
export async function listOptimadeDatabases(
  providerUrl: string,
  options: RequestOptions = {},
): Promise<readonly OptimadeLink[]> {
  return await readOptimadeLinks(versionedUrl(providerUrl), "child", options);
}
