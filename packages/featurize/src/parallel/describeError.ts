import type { PlainError } from "./plainError.ts";

/** Turns an error into plain data; {@link reviveError} is the inverse. */
export function describeError(error: unknown): PlainError {
  if (!(error instanceof Error)) {
    return {
      name: "Error",
      message: String(error),
      stack: undefined,
      fields: {},
      cause: undefined,
    };
  }
  const fields = Object.entries(error).filter(([name]) => !ownNames.has(name));
  return {
    name: error.name,
    message: error.message,
    stack: error.stack,
    fields: Object.fromEntries(fields.map(([name, value]) => [name, toPlain(value)])),
    cause: error.cause === undefined ? undefined : describeError(error.cause),
  };
}

const ownNames: ReadonlySet<string> = new Set(["name", "message", "stack", "cause"]);

/** A copy as `postMessage` would make it; what cannot be copied becomes text. */
function toPlain(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return String(value); // a function or the like; the receiver could do nothing with it
  }
}
