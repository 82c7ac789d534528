import { wrapFractional } from "../geometry/wrapFractional.ts";

/** One coordinate in [0, 1), where rounding errors of 0 and of simple fractions are removed. */
export function wrapNear(coordinate: number): number {
  const units = Math.round(coordinate * 24);
  if (Math.abs(coordinate * 24 - units) < 1e-10) return (((units % 24) + 24) % 24) / 24 + 0;
  return wrapFractional(coordinate);
}
