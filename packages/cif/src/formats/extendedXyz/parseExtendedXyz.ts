import type { Result, Structure } from "@ftcp/crystal";

import { FormatError } from "../formatError.ts";
import type { ParseFormatOptions } from "../parseFormatOptions.ts";
import { parseExtendedXyzFrames } from "./parseExtendedXyzFrames.ts";

/**
 * Reads the first frame of an extended XYZ text.
 *
 * @param text - the whole text
 * @param options - see {@link ParseFormatOptions}
 * @returns the crystal, sites in the order of the frame; the lattice vectors are those of the text,
 *   left-handed ones too
 * @throws {@link FormatError} when there is no frame (`FORMAT_NO_STRUCTURE`) or no crystal can be made of
 *   the first one; code, line and column say why and where
 *
 * @remarks
 * See {@link parseExtendedXyzFrames} for what is read. Mind that ASE takes the last frame by default.
 *
 * @example
 * ```ts
 * parseExtendedXyz('1\nLattice="4 0 0 0 4 0 0 0 4" Properties=species:S:1:pos:R:3\nPo 0 0 0\n');
 * ```
 */
export function parseExtendedXyz(text: string, options: ParseFormatOptions = {}): Structure {
  // One frame is asked for; the others are not even looked at.
  const { value } = parseExtendedXyzFrames(text, options).next() as {
    value: Result<Structure, FormatError> | undefined;
  };
  if (value === undefined) {
    throw new FormatError("FORMAT_NO_STRUCTURE", "extxyz", "the text has no frame");
  }
  if (!value.ok) throw value.error;
  return value.value;
}
