/**
 * How many of some answers are yes.
 *
 * @param values - the answers
 * @returns a fraction of 1; undefined where there are none
 */
export function shareOf(values: readonly boolean[]): number | undefined {
  if (values.length === 0) return undefined;
  return values.filter(Boolean).length / values.length;
}
