import { siteRadius } from "../structure/siteRadius.ts";
import type { Site } from "../structure/structure.ts";

/**
 * The least distances that two sites should have, as a function of their indices.
 *
 * @param sites - the sites
 * @param ratio - share of the sum of the covalent radii
 * @param minimumDistance - in Å, for all pairs; the only limit where an element has no radius
 */
export function pairTargets(
  sites: readonly Site[],
  ratio: number,
  minimumDistance: number,
): (from: number, to: number) => number {
  const radii = Float64Array.from(sites, siteRadius);
  return (from, to) => {
    const sum = (radii[from] as number) + (radii[to] as number);
    return Number.isNaN(sum) ? minimumDistance : Math.max(minimumDistance, ratio * sum);
  };
}
