import { InvalidArgumentError } from "commander";
import type { NumberRange } from "@ftcp/datasets";

/**
 * Reads a range: `1.5:3`, `1.5:` without upper, `:3` without lower end, or one number.
 *
 * @param text - the range
 * @returns both ends, inclusive
 */
export function parseOpenRange(text: string): NumberRange {
  const [first = "", second = first] = text.split(":");
  const read = (part: string): number | undefined =>
    part.trim() === "" ? undefined : Number(part);
  const [min, max] = [read(first), read(second)];
  const isRange =
    text.split(":").length <= 2 &&
    (min !== undefined || max !== undefined) &&
    Number.isFinite(min ?? 0) &&
    Number.isFinite(max ?? 0) &&
    (min ?? -Infinity) <= (max ?? Infinity);
  if (!isRange) throw new InvalidArgumentError("It takes MIN:MAX, MIN:, :MAX or a number.");
  return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }) };
}
