/** The middle of some numbers and their far end. */
export interface Spread {
  /** Half of the numbers are below. */
  readonly median: number;
  /** 95 % of them are below. */
  readonly most: number;
}

/**
 * The median and the 95th percentile of some numbers, each the nearest of them.
 *
 * @param values - the numbers
 * @returns undefined where there are none
 */
export function spreadOf(values: readonly number[]): Spread | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (part: number): number => sorted[Math.floor(part * (sorted.length - 1))] ?? Number.NaN;
  return sorted.length === 0 ? undefined : { median: at(0.5), most: at(0.95) };
}
