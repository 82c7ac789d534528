import type { DiagnosticLog } from "../diagnosticLog.ts";
import type { SourceText } from "./sourceText.ts";

/** Both versions of the CIF syntax limit lines to this many characters. */
const longestLine = 2048;

/**
 * Remarks on lines of more than 2048 characters.
 *
 * @param source - the text
 * @param log - receives one remark a line
 *
 * @remarks
 * The limit is older than the memory of today's computers and broken by many files, so this is no
 * violation even in strict mode. Looking back from one place in 2048 is enough to find such lines.
 *
 * @internal
 */
export function findLongLines(source: SourceText, log: DiagnosticLog): void {
  const { text, from, to } = source;
  let lineStart = from;
  while (to - lineStart > longestLine) {
    let position = lineStart + longestLine;
    while (position >= lineStart && !isLineEnd(text.charCodeAt(position))) position -= 1;
    if (position >= lineStart) {
      lineStart = position + 1;
      continue;
    }
    log.note(
      "info",
      "CIF_LINE_TOO_LONG",
      `a line has more than ${longestLine} characters`,
      source.locate(lineStart + longestLine),
    );
    position = lineStart + longestLine;
    while (position < to && !isLineEnd(text.charCodeAt(position))) position += 1;
    lineStart = position + 1;
  }
}

function isLineEnd(code: number): boolean {
  return code === 10 || code === 13;
}
