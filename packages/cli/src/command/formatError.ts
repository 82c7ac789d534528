import { types } from "node:util";

/**
 * Writes an error for the terminal: one line, `ftcp: CODE: message`.
 *
 * @param error - what was thrown
 * @param isInterrupt - whether it is only the end of an interrupted command
 * @param debug - whether the stack, and the stacks of all causes, follow
 * @returns the lines
 */
export function formatError(
  error: unknown,
  isInterrupt: boolean,
  debug: boolean,
): readonly string[] {
  if (isInterrupt) return ["ftcp: interrupted"];
  const message = (types.isNativeError(error) ? error.message : String(error)).replaceAll(
    /\s+/gu,
    " ",
  );
  const code = codeOf(error);
  const lines = [
    code === undefined
      ? `ftcp: unexpected error: ${message}; --debug shows where`
      : `ftcp: ${code}: ${message}`,
  ];
  if (debug) {
    for (let cause = error; types.isNativeError(cause); cause = cause.cause) {
      lines.push(...(cause === error ? [] : ["caused by"]), cause.stack ?? cause.message);
    }
  }
  return lines;
}

/** Codes of our packages, not those of Node. */
function codeOf(error: unknown): string | undefined {
  if (!types.isNativeError(error) || !("code" in error) || typeof error.code !== "string") {
    return undefined;
  }
  return /^[A-Z]+_[A-Z_]+$/u.test(error.code) && !error.code.startsWith("ERR_")
    ? error.code
    : undefined;
}
