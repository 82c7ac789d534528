import { createRequester } from "../remote/createRequester.ts";
import type { RequestOptions } from "../remote/requestOptions.ts";
import { readOptimadeProperties } from "./readOptimadeProperties.ts";
import type { OptimadeProperty } from "./readOptimadeProperties.ts";
import { versionedUrl } from "./versionedUrl.ts";

/**
 * Lists what a database knows of its structures, to be named in `properties` of {@link openOptimade}.
 *
 * @param url - address of the database
 * @param options - see {@link RequestOptions}
 * @returns the properties, OPTIMADE's and the provider's own, which start with its prefix
 * @throws DatasetError of the network and of the answer
 *
 * @example
 * ```ts
 * import { listOptimadeProperties } from "@ftcp/datasets";
 *
 * const properties = await listOptimadeProperties("https://example.org/optimade");
 * properties.filter(({ name }) => name.startsWith("_"));
 * ```
 */
export async function listOptimadeProperties(
  url: string,
  options: RequestOptions = {},
): Promise<readonly OptimadeProperty[]> {
  const address = `${versionedUrl(url)}/info/structures`;
  const requester = createRequester(options, { onWait: () => undefined });
  const answer = await requester.getJson(address, (value) =>
    readOptimadeProperties(value, address),
  );
  return answer.value;
}
