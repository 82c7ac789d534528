/**
 * The Wasserstein-1 (earth mover's) distance of two samples of numbers: the area between their cumulative
 * distributions, `∫ |F(x) - G(x)| dx`.
 *
 * @param left - one sample, in any order, at least one number
 * @param right - the other one; it may have another size
 * @returns the distance in the numbers' unit; NaN when a number is NaN
 * @throws RangeError when a sample is empty or infinite
 *
 * @example
 * ```ts
 * import { wassersteinDistance } from "@ftcp/sampling";
 *
 * wassersteinDistance([0, 1, 3], [5, 6, 8]); // 5
 * ```
 *
 * @see A. Ramdas et al., Entropy 19, 47 (2017), doi:10.3390/e19020047; `scipy.stats.wasserstein_distance`
 */
export function wassersteinDistance(left: ArrayLike<number>, right: ArrayLike<number>): number {
  const [a, b] = [left, right].map((sample) => Float64Array.from(sample).sort());
  if (a === undefined || b === undefined || a.length === 0 || b.length === 0) {
    throw new RangeError("a sample of no numbers has no distribution");
  }
  const all = new Float64Array(a.length + b.length);
  all.set(a);
  all.set(b, a.length);
  all.sort();
  // Sorted, NaN comes last.
  const [first = 0, last = 0] = [all[0], all.at(-1)];
  if (Number.isNaN(last)) return Number.NaN;
  if (!Number.isFinite(first) || !Number.isFinite(last)) {
    throw new RangeError("an infinite number is infinitely far from all others");
  }
  let distance = 0;
  let [below, behind] = [0, 0]; // numbers of each sample up to here
  for (let i = 0; i + 1 < all.length; i++) {
    const x = all[i] ?? 0;
    while (below < a.length && (a[below] ?? 0) <= x) below++;
    while (behind < b.length && (b[behind] ?? 0) <= x) behind++;
    distance += Math.abs(below / a.length - behind / b.length) * ((all[i + 1] ?? 0) - x);
  }
  return distance;
}
