/**
 * One unit in the last written place of a decimal.
 *
 * @param text - a number as a CIF writes it, such as `0.333`, `.6667(2)` or `1.2e-3`
 * @returns 0.001 for `0.333`; 0 for a number without decimal point, which is taken as exact
 * @internal
 */
export function lastPlaceOf(text: string): number {
  const match = /\.(\d+)(?:[eE]([+-]?\d{1,3}))?/u.exec(text);
  if (match === null) return 0;
  return 10 ** (Number(match[2] ?? 0) - (match[1]?.length ?? 0));
}
