const longest = 300;

/**
 * Finds what a server says about a failure in the body of its answer.
 *
 * @param body - the body: JSON of FastAPI (`detail`), of JSON API (`errors`), of a gateway (`message`), or
 *   anything else
 * @returns one line, shortened; empty where nothing is said to people
 */
export function describeServerMessage(body: string): string {
  let value: unknown;
  try {
    value = JSON.parse(body);
  } catch {
    return /^\s*</u.test(body) ? "" : shorten(body);
  }
  return shorten(findMessages(value).join("; "));
}

function findMessages(value: unknown): readonly string[] {
  if (typeof value === "string") return [value];
  if (Array.isArray(value)) return value.slice(0, 5).flatMap(findMessages);
  if (typeof value !== "object" || value === null) return [];
  const answer = value as Readonly<Record<string, unknown>>;
  const { loc, msg } = answer;
  if (typeof msg === "string") {
    const place: unknown = Array.isArray(loc) ? loc.at(-1) : undefined;
    return [typeof place === "string" ? `${place}: ${msg}` : msg];
  }
  for (const key of ["errors", "detail", "message", "error", "title"]) {
    const found = findMessages(answer[key]);
    if (found.length > 0) return found;
  }
  return [];
}

function shorten(text: string): string {
  // eslint-disable-next-line no-control-regex -- a server's text may go to a terminal
  const line = text.replaceAll(/[\u0000-\u001f\u007f-\u009f\s]+/gu, " ").trim();
  return line.length > longest ? `${line.slice(0, longest)}…` : line;
}
