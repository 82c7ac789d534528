import type { FormatNoticeCode } from "./formatDiagnostic.ts";
import type { WriteFormatOptions } from "./writeFormatOptions.ts";

/**
 * Tells that the written text lacks something.
 *
 * @param code - what it lacks
 * @param what - the same in words, in the plural
 * @param options - whom to tell
 * @internal
 */
export function noteLeftOut(
  code: FormatNoticeCode,
  what: string,
  options: WriteFormatOptions,
): void {
  options.onDiagnostic?.({
    severity: "info",
    code,
    message: `the format cannot hold ${what}; they are left out`,
    line: 1,
    column: 1,
  });
}
