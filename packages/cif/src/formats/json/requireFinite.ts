import { FormatError } from "../formatError.ts";
import type { StructureFormat } from "../structureFormat.ts";

/**
 * A replacer for `JSON.stringify` that refuses NaN and infinities, which would become null.
 *
 * @param format - the format that is written
 * @returns the replacer; it throws {@link FormatError} with code `FORMAT_UNWRITABLE`
 * @internal
 */
export function requireFinite(format: StructureFormat): (key: string, value: unknown) => unknown {
  return (key, value) => {
    if (typeof value === "number" && !Number.isFinite(value)) {
      throw new FormatError("FORMAT_UNWRITABLE", format, `a number (${key}) is not finite`);
    }
    return value;
  };
}
