/**
 * Rounds a threshold to three digits: products such as `0.00005 * 9` are a little off in binary, and ugly when written.
 *
 * @param value - the threshold
 * @returns the nearest number of three digits
 */
export function roundThreshold(value: number): number {
  return Number(value.toPrecision(3));
}
