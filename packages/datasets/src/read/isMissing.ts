/** What pandas takes for a missing value when it reads a CSV. */
const MISSING_TEXTS: ReadonlySet<string> = new Set([
  "",
  "#N/A",
  "#N/A N/A",
  "#NA",
  "-1.#IND",
  "-1.#QNAN",
  "-NaN",
  "-nan",
  "1.#IND",
  "1.#QNAN",
  "<NA>",
  "N/A",
  "NA",
  "NULL",
  "NaN",
  "None",
  "n/a",
  "nan",
  "null",
]);

const INFINITE = /^[+-]?inf(?:inity)?$/i;

/**
 * Tells whether a cell holds nothing.
 *
 * @param value - of the cell
 * @returns true for null, NaN, infinities, the empty text and what pandas takes for missing
 */
export function isMissing(value: unknown): boolean {
  if (value === null || value === undefined) return true;
  if (typeof value === "number") return !Number.isFinite(value);
  if (typeof value !== "string") return false;
  // Long texts are CIFs; trimming each would copy it.
  if (value.length > 32) return false;
  const text = value.trim();
  return MISSING_TEXTS.has(text) || INFINITE.test(text);
}
