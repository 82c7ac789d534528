const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eEdD][+-]?\d+)?$/u;

/**
 * The number that a word is, also in Fortran's notation (`1.5D-3`).
 *
 * @param text - a word
 * @returns the nearest double; NaN when the word is no decimal number or beyond the largest double
 * @internal
 */
export function readDecimal(text: string): number {
  if (!decimal.test(text)) return NaN;
  const value = Number(text.replace(/[dD]/u, "e")) + 0;
  return Number.isFinite(value) ? value : NaN;
}
