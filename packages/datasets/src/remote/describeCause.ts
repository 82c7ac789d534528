/**
 * Says why something was thrown, with the causes beneath: `fetch failed: connect ECONNREFUSED …`.
 *
 * @param error - what was thrown, of any realm
 * @returns the messages, the same one once
 */
export function describeCause(error: unknown): string {
  const messages: string[] = [];
  let cause = error;
  for (let depth = 0; depth < 5 && cause !== undefined && cause !== null; depth += 1) {
    const message = messageOf(cause);
    if (message !== "" && !messages.includes(message)) messages.push(message);
    cause = typeof cause === "object" && "cause" in cause ? cause.cause : undefined;
  }
  return messages.join(": ").replaceAll(/\s+/gu, " ") || "no reason given";
}

function messageOf(error: unknown): string {
  if (typeof error === "string") return error;
  if (typeof error !== "object" || error === null) return "";
  // AggregateError, of a host with several addresses, has an empty message of its own.
  const first: unknown = "errors" in error && Array.isArray(error.errors) ? error.errors[0] : {};
  const own = "message" in error && typeof error.message === "string" ? error.message : "";
  return own === "" && first !== error ? messageOfFirst(first) : own;
}

function messageOfFirst(error: unknown): string {
  return typeof error === "object" &&
    error !== null &&
    "message" in error &&
    typeof error.message === "string"
    ? error.message
    : "";
}
