/**
 * The dissimilarity of two crystals: the Euclidean distance of their fingerprints; 0 for the same local order.
 *
 * @param left - fingerprint of one crystal, see {@link fingerprintStructure}
 * @param right - of the other one, made with the same options
 * @returns the distance
 * @throws RangeError when the lengths differ
 *
 * @example
 * ```ts
 * import { dissimilarity } from "@ftcp/fingerprint";
 *
 * dissimilarity([0, 1], [1, 0]); // 1.414
 * ```
 *
 * @see FTCP paper, Figure S4, with a median of 0.64; N. E. R. Zimmermann, A. Jain, RSC Adv. 10, 6063 (2020)
 */
export function dissimilarity(left: ArrayLike<number>, right: ArrayLike<number>): number {
  if (left.length !== right.length) {
    throw new RangeError(`fingerprints of ${left.length} and ${right.length} numbers`);
  }
  let sum = 0;
  for (let i = 0; i < left.length; i++) sum += ((left[i] ?? 0) - (right[i] ?? 0)) ** 2;
  return Math.sqrt(sum);
}
