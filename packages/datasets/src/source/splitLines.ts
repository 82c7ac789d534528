import { joinParts } from "./joinParts.ts";

/** One line of a text file. */
export interface TextLine {
  /** Number of the line, from 1. */
  readonly number: number;
  /** The line without its line feed; a carriage return before it is kept. */
  readonly text: string;
  /** Set when the bytes were no text or too many; `text` then holds what could be read. */
  readonly problem?: "DATASETS_INVALID_ENCODING" | "DATASETS_LINE_TOO_LONG";
}

const LINE_FEED = 0x0a;

/**
 * Splits bytes into lines and decodes each as UTF-8, so that a broken byte costs one line only.
 *
 * @param chunks - bytes, cut anywhere
 * @param maxLineBytes - a longer line is cut here and marked
 * @returns the lines that end within each chunk; a byte order mark is removed
 * @throws whatever the source throws; the unfinished line before it is dropped, as half a row must
 *   never pass for a whole one
 */
export async function* splitLines(
  chunks: AsyncIterable<Uint8Array>,
  maxLineBytes: number,
): AsyncGenerator<readonly TextLine[], void, undefined> {
  const strict = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
  let number = 0;
  let parts: Uint8Array[] = []; // the unfinished line, up to the limit
  let size = 0; // of the whole unfinished line

  const add = (part: Uint8Array): void => {
    const room = maxLineBytes - size;
    if (room > 0) parts.push(part.subarray(0, room));
    size += part.length;
  };
  const finishLine = (): TextLine => {
    number += 1;
    const bytes = joinParts(parts);
    const tooLong = size > maxLineBytes;
    parts = [];
    size = 0;
    const withoutMark = (text: string): string =>
      number === 1 && text.startsWith("\uFEFF") ? text.slice(1) : text;
    if (tooLong) {
      const text = withoutMark(lenient.decode(bytes.subarray(0, 200)));
      return { number, text, problem: "DATASETS_LINE_TOO_LONG" };
    }
    try {
      return { number, text: withoutMark(strict.decode(bytes)) };
    } catch {
      // Not swallowed: the line says so, and the reader makes an error of it.
      const text = withoutMark(lenient.decode(bytes));
      return { number, text, problem: "DATASETS_INVALID_ENCODING" };
    }
  };

  for await (const chunk of chunks) {
    const lines: TextLine[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      add(chunk.subarray(start, end));
      lines.push(finishLine());
      start = end + 1;
    }
    // A copy, as the source may use its buffer again.
    if (start < chunk.length) add(chunk.slice(start));
    yield lines;
  }
  if (size > 0) yield [finishLine()];
}
