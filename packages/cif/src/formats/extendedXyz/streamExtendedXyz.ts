import type { Result, Structure } from "@ftcp/crystal";

import { FormatError } from "../formatError.ts";
import type { ParseFormatOptions } from "../parseFormatOptions.ts";
import { FrameReader } from "./frameReader.ts";

/**
 * Reads the frames of an extended XYZ stream one after the other, holding one frame at a time.
 *
 * @param chunks - the text in pieces of any size, or its bytes in UTF-8: a file stream of Node, the body
 *   of a fetched response, or a list
 * @param options - see {@link ParseFormatOptions}
 * @returns the frames; a frame at fault does not touch the others, unless it is the number of its atoms
 *   that cannot be read
 *
 * @remarks
 * Reads what {@link parseExtendedXyzFrames} does. An error of the stream itself is thrown as it is.
 *
 * @example
 * ```ts
 * for await (const frame of streamExtendedXyz(createReadStream("train.extxyz"))) {
 *   if (frame.ok) use(frame.value);
 * }
 * ```
 */
export async function* streamExtendedXyz(
  chunks: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>,
  options: ParseFormatOptions = {},
): AsyncGenerator<Result<Structure, FormatError>, void, undefined> {
  const { maxLength = 100_000_000 } = options;
  const reader = new FrameReader(options);
  const decoder = new TextDecoder(); // drops a byte order mark
  // Pieces of the line that has not ended yet, joined once, so that a long line costs linear time.
  let pieces: string[] = [];
  let pieceLength = 0;
  let isFirst = true;
  for await (const chunk of chunks) {
    let text = typeof chunk === "string" ? chunk : decoder.decode(chunk, { stream: true });
    if (text === "") continue;
    if (isFirst && text.startsWith("\uFEFF")) text = text.slice(1);
    isFirst = false;
    const lines = text.split("\n");
    const last = lines.pop() ?? "";
    for (const line of lines) {
      pieces.push(line);
      const frame = reader.push(pieces.join(""));
      pieces = [];
      pieceLength = 0;
      if (frame !== undefined) yield frame;
    }
    pieces.push(last);
    pieceLength += last.length;
    if (pieceLength > maxLength) {
      const message = `a line is longer than ${maxLength}`;
      yield { ok: false, error: new FormatError("FORMAT_TOO_LONG", "extxyz", message) };
      return;
    }
  }
  pieces.push(decoder.decode());
  const rest = pieces.join("");
  const last = rest === "" ? undefined : reader.push(rest);
  if (last !== undefined) yield last;
  const unfinished = reader.end();
  if (unfinished !== undefined) yield unfinished;
}
