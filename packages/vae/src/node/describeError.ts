import type { PlainError } from "./plainError.ts";

/** Turns an error into plain data; {@link reviveError} is the inverse. */
export function describeError(error: unknown): PlainError {
  if (!(error instanceof Error)) {
    const fields = {};
    return { name: "Error", message: String(error), stack: undefined, fields, cause: undefined };
  }
  const fields: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(error)) {
    if (!ownNames.has(name)) fields[name] = toPlain(value);
  }
  const { name, message, stack } = error;
  const cause = error.cause === undefined ? undefined : describeError(error.cause);
  return { name, message, stack, fields, cause };
}

const ownNames: ReadonlySet<string> = new Set(["name", "message", "stack", "cause"]);

/** A copy as `postMessage` would make it; what cannot be copied becomes text. */
function toPlain(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value);
  }
}
