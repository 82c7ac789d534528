import { readBaseUrl } from "../remote/readBaseUrl.ts";

/**
 * Address of version 1 of an OPTIMADE interface.
 *
 * @param baseUrl - base address, with or without `/v1` at its end
 * @returns the address with `/v1`
 * @throws RangeError when it is no address
 * @internal
 */
export function versionedUrl(baseUrl: string): string {
  const base = readBaseUrl(baseUrl);
  return /\/v1(?:\.\d+){0,2}$/u.test(base) ? base : `${base}/v1`;
}
