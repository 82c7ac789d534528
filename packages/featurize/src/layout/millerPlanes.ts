import type { Vector3 } from "@ftcp/crystal";

/**
 * The planes (h, k, l) with `|h| + |k| + |l| <= maxSum`, one of each Friedel pair, (0, 0, 0) first.
 *
 * @param maxSum - largest sum of the absolute Miller indices; an integer, 0 or more
 * @returns planes ordered by `|h| + |k| + |l|`, then h, k, l descending; the first index that is not
 * zero is positive
 * @throws RangeError when `maxSum` is not a whole number from 0 to 32
 *
 * @remarks
 * F(-h, -k, -l) is the complex conjugate of F(h, k, l) for real properties, so nothing is lost. The
 * paper's "sum of (h, k, l) less than 4" is `maxSum = 3`: 1 + 31 planes.
 *
 * @example
 * ```ts
 * millerPlanes(1); // [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
 * ```
 *
 * @see FTCP paper, section 2.2
 */
export function millerPlanes(maxSum: number): Vector3[] {
  if (!Number.isInteger(maxSum) || maxSum < 0 || maxSum > 32) {
    throw new RangeError(`maxSum must be a whole number from 0 to 32, not ${maxSum}`);
  }
  const planes: Vector3[] = [];
  for (let sum = 0; sum <= maxSum; sum++) {
    for (let h = sum; h >= 0; h--) {
      const rest = sum - h;
      for (let k = rest; k >= -rest; k--) {
        const l = rest - Math.abs(k);
        for (const signed of l === 0 ? [0] : [l, -l]) {
          if ((h || k || signed) >= 0) planes.push([h, k, signed]);
        }
      }
    }
  }
  return planes;
}
