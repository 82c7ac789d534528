/** The median of numbers. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((left, right) => left - right);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Median and range of times in ms: `0.041 (0.040-0.043)`. */
export function formatTimes(milliseconds: readonly number[]): string {
  const digits = median(milliseconds) < 1 ? 4 : 2;
  const [low, high] = [Math.min(...milliseconds), Math.max(...milliseconds)];
  const middle = median(milliseconds).toFixed(digits);
  return `${middle} (${low.toFixed(digits)}-${high.toFixed(digits)})`;
}
