/**
 * Writes JSON with the keys of every object in order, so that equal values give equal text.
 *
 * @param value - plain data
 * @returns the text, without spaces
 */
export function toCanonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, item: unknown) => {
    if (typeof item !== "object" || item === null || Array.isArray(item)) return item;
    const entries = Object.entries(item);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
  });
}
