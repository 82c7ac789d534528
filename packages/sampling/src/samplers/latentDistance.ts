/**
 * Euclidean distance of two points of a latent space, `‖a - b‖`.
 *
 * @param a - float32 or float64 `[size]`
 * @param b - the same size
 * @returns the distance, computed in float64
 * @throws RangeError when the sizes differ
 *
 * @example
 * ```ts
 * import { latentDistance } from "@ftcp/sampling";
 *
 * latentDistance([0, 0], [3, 4]); // 5
 * ```
 */
export function latentDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) {
    throw new RangeError(`latents of ${a.length} and ${b.length} dimensions have no distance`);
  }
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += ((a[i] ?? 0) - (b[i] ?? 0)) ** 2;
  return Math.sqrt(sum);
}
