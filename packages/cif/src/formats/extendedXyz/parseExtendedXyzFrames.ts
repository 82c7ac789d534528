import type { Result, Structure } from "@ftcp/crystal";

import { FormatError } from "../formatError.ts";
import type { ParseFormatOptions } from "../parseFormatOptions.ts";
import { FrameReader } from "./frameReader.ts";

/**
 * Reads the frames of an extended XYZ text one after the other.
 *
 * @param text - the whole text
 * @param options - see {@link ParseFormatOptions}
 * @returns the frames as they are asked for; a frame at fault does not touch the others, unless it is
 *   the number of its atoms that cannot be read
 *
 * @remarks
 * Read are `Lattice` (rows a, b, c), `Properties` and `pbc`, values in quotes and brackets, elements by
 * symbol or number, and hydrogen with the mass of deuterium or tritium (`masses`). The columns `label`
 * and `oxidation_state`, which {@link writeExtendedXyz} writes, become labels and charges; other columns
 * are left out with the remark `FORMAT_PROPERTIES_IGNORED`. A frame without a lattice or with a
 * direction that is not periodic is an error, `FORMAT_NOT_PERIODIC`.
 *
 * @example
 * ```ts
 * for (const frame of parseExtendedXyzFrames(text)) {
 *   if (frame.ok) use(frame.value);
 * }
 * ```
 *
 * @see https://github.com/libAtoms/extxyz
 */
export function* parseExtendedXyzFrames(
  text: string,
  options: ParseFormatOptions = {},
): Generator<Result<Structure, FormatError>, void, undefined> {
  const { maxLength = 100_000_000 } = options;
  if (text.length > maxLength) {
    const error = new FormatError(
      "FORMAT_TOO_LONG",
      "extxyz",
      `the text is longer than ${maxLength}`,
    );
    yield { ok: false, error };
    return;
  }
  const reader = new FrameReader(options);
  let start = text.startsWith("\uFEFF") ? 1 : 0;
  while (start < text.length) {
    const end = text.indexOf("\n", start);
    // A carriage return is white space at the end of the line.
    const frame = reader.push(text.slice(start, end < 0 ? undefined : end));
    if (frame !== undefined) yield frame;
    if (end < 0) break;
    start = end + 1;
  }
  const rest = reader.end();
  if (rest !== undefined) yield rest;
}
