/**
 * Reads the address of an interface.
 *
 * @param url - the address
 * @returns it without a slash at its end, a query or a fragment
 * @throws RangeError when it is none of http or https, or holds a user's name
 */
export function readBaseUrl(url: string): string {
  if (!URL.canParse(url)) throw new RangeError(`${JSON.stringify(url)} is no address`);
  const { protocol, host, pathname, username, password } = new URL(url);
  if (!/^https?:$/u.test(protocol) || username !== "" || password !== "") {
    throw new RangeError("the address must be one of http or https, without a user's name");
  }
  return `${protocol}//${host}${pathname.replace(/\/+$/u, "")}`;
}
