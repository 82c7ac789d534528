import type { Vector3 } from "@ftcp/crystal";

import { planesOfSum } from "./planesOfSum.ts";

/**
 * The planes (h, k, l) with `|h| + |k| + |l| <= maxSum`, (0, 0, 0) first.
 *
 * @param maxSum - largest sum of the absolute Miller indices; an integer, 0 or more
 * @param friedelMates - `one`: of (h, k, l) and (-h, -k, -l) only the one whose first index that is not
 * zero is positive (the default); `both`: all planes
 * @returns planes ordered by `|h| + |k| + |l|`, then h, k, l descending
 * @throws RangeError when `maxSum` is not a whole number from 0 to 32
 *
 * @remarks
 * F(-h, -k, -l) is the complex conjugate of F(h, k, l) for real properties, so `one` loses nothing. The
 * paper's "sum of (h, k, l) less than 4" is `maxSum = 3`: 63 planes, 32 of them without mates.
 *
 * @example
 * ```ts
 * millerPlanes(1); // [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 1]]
 * millerPlanes(3, "both").length; // 63
 * ```
 *
 * @see FTCP paper, section 2.2
 */
export function millerPlanes(maxSum: number, friedelMates: "one" | "both" = "one"): Vector3[] {
  if (!Number.isInteger(maxSum) || maxSum < 0 || maxSum > 32) {
    throw new RangeError(`maxSum must be a whole number from 0 to 32, not ${maxSum}`);
  }
  const planes: Vector3[] = [];
  for (let sum = 0; sum <= maxSum; sum++) {
    for (const plane of planesOfSum(sum)) {
      const [h, k, l] = plane;
      if (friedelMates === "both" || (h || k || l) >= 0) planes.push(plane);
    }
  }
  return planes;
}
