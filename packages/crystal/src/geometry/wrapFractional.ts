/**
 * One fractional coordinate moved into the cell, `x - floor(x)`.
 *
 * @param x - fractional coordinate
 * @returns the same coordinate in `[0, 1)`; never 1 and never -0
 *
 * @remarks
 * A number too little below zero for float64 to tell `1 + x` from 1 gives 0. NaN and infinities give
 * NaN.
 *
 * @example
 * ```ts
 * wrapFractional(-0.25); // 0.75
 * wrapFractional(-1e-20); // 0
 * ```
 */
export function wrapFractional(x: number): number {
  const wrapped = x - Math.floor(x);
  return wrapped >= 1 ? 0 : wrapped;
}
