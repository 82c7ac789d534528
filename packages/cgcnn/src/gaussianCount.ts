import type { CgcnnConfig } from "./cgcnnConfig.ts";

/**
 * Number of Gaussians that expand a distance: centres 0, step, 2 step, … up to the radius.
 *
 * @param config - radius and step
 * @returns the number
 */
export function gaussianCount({ radius, step }: Pick<CgcnnConfig, "radius" | "step">): number {
  return Math.floor(radius / step + 1e-9) + 1;
}
