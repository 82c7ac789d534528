import type { DiagnosticLog } from "../diagnosticLog.ts";

/**
 * Turns the bytes of a CIF into text: UTF-16 with a byte order mark, UTF-8, or else Windows-1252 (which
 * holds Latin-1), which old files come in.
 *
 * @param bytes - the file
 * @param log - receives a violation where the bytes are not what a CIF should hold
 * @returns the text; a byte order mark of UTF-8 stays, the parser knows it
 *
 * @internal
 */
export function decodeCifBytes(bytes: Uint8Array, log?: DiagnosticLog): string {
  const utf16 = utf16Of(bytes);
  if (utf16 !== undefined) {
    log?.violation("CIF_INVALID_ENCODING", `the file is ${utf16}, not UTF-8`, start);
    return new TextDecoder(utf16).decode(bytes);
  }
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    // The only fault that a fatal decoder has: TypeError in browsers, with a code in Node.
    if (!(error instanceof TypeError)) throw error;
    log?.violation(
      "CIF_INVALID_ENCODING",
      "the file is not UTF-8; its bytes are read as Windows-1252 (Latin-1)",
      start,
    );
    return new TextDecoder("windows-1252").decode(bytes);
  }
}

/**
 * Which UTF-16 a byte order mark announces.
 *
 * @param bytes - at least the first two bytes of a file
 * @returns a label for `TextDecoder`, or `undefined`
 *
 * @internal
 */
export function utf16Of(bytes: Uint8Array): "utf-16le" | "utf-16be" | undefined {
  const [first, second] = bytes;
  if (first === 0xff && second === 0xfe) return "utf-16le";
  if (first === 0xfe && second === 0xff) return "utf-16be";
  return undefined;
}

const start = { line: 1, column: 1 };
