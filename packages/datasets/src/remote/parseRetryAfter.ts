/**
 * Reads the header `Retry-After`.
 *
 * @param header - seconds, or a date as HTTP has it
 * @param now - this moment in milliseconds
 * @returns seconds from now, not negative, or undefined when the header says nothing
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#field.retry-after
 */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim() ?? "";
  if (/^\d+$/u.test(text)) return Number(text);
  const date = /^[A-Za-z]{3,9}, /u.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000);
}
