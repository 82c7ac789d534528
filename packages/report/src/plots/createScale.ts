import { formatNumber } from "../text/formatNumber.ts";

/** A linear scale between data and drawing. */
export interface Scale {
  /** Smallest value shown. */
  readonly low: number;
  /** Largest value shown. */
  readonly high: number;
  /** Round values for tick marks, with their labels. */
  readonly ticks: readonly {
    /** The value marked. */
    readonly value: number;
    /** How it is written. */
    readonly label: string;
  }[];
  /** Where a value is drawn. */
  readonly at: (value: number) => number;
}

/**
 * A linear scale that shows all given values, with ticks at multiples of 1, 2 or 5 times a power of ten.
 *
 * @param values - the values to show; NaN and infinities are left out
 * @param from - where the low end is drawn
 * @param to - where the high end is drawn; below `from` for an axis that points up
 * @param margin - share of the range left free at each end
 * @returns the scale; from 0 to 1 when there is no value to show, one unit wide when all are equal
 *
 * @example
 * ```ts
 * createScale([0, 10], 0, 100).at(5); // 50
 * ```
 */
export function createScale(values: Iterable<number>, from: number, to: number, margin = 0): Scale {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (low > high) [low, high] = [0, 1];
  // Values that differ only by rounding have no range to show.
  if (high - low <= Math.max(1e-300, 1e-9 * Math.max(Math.abs(low), Math.abs(high)))) {
    [low, high] = [low - 0.5, high + 0.5];
  }
  const range = high - low;
  low -= margin * range;
  high += margin * range;
  const rough = (high - low) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= rough * 0.7) ?? 10);
  const decimals = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return {
    low,
    high,
    ticks: Array.from({ length: Math.max(0, last - first + 1) }, (_, index) => {
      const value = (first + index) * step;
      return { value, label: formatNumber(value, Math.min(decimals, 20)) };
    }),
    at: (value) => from + ((value - low) / (high - low)) * (to - from),
  };
}
