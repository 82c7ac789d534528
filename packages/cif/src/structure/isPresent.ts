import type { CifValue } from "../syntax/cifValue.ts";

/**
 * Whether a value is there and neither unknown (`?`) nor inapplicable (`.`).
 *
 * @param value - a value, or `undefined` for an absent one
 * @returns false for an absent value and for a bare `?` or `.`; the same characters in quotes are text
 * @internal
 */
export function isPresent(value: CifValue | undefined): value is CifValue {
  if (value === undefined) return false;
  return !(
    value.text.length === 1 &&
    value.delimiter === "bare" &&
    (value.text === "?" || value.text === ".")
  );
}
