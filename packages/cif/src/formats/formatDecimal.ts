import { FormatError } from "./formatError.ts";
import type { StructureFormat } from "./structureFormat.ts";

/**
 * The shortest decimal that is read back as the same double.
 *
 * @param value - a finite number
 * @param format - the format that is written, for the error
 * @returns the decimal; `0.0` rather than `0`, so that every reader sees a real number
 * @throws {@link FormatError} with code `FORMAT_UNWRITABLE` when the number is not finite
 * @internal
 */
export function formatDecimal(value: number, format: StructureFormat): string {
  if (!Number.isFinite(value)) {
    throw new FormatError("FORMAT_UNWRITABLE", format, `the number ${value} is not finite`);
  }
  const text = String(value);
  return /^-?\d+$/u.test(text) ? `${text}.0` : text;
}
