import { elementBySymbol } from "../element/elementBySymbol.ts";
import type { Site } from "./structure.ts";

/**
 * Mean covalent radius of the species on a site, weighted by their occupancies, in Å.
 *
 * @param site - the site
 * @returns the radius; NaN when an element on it has none
 */
export function siteRadius({ species }: Site): number {
  let [sum, weight] = [0, 0];
  for (const { element, occupancy } of species) {
    sum += occupancy * (elementBySymbol(element).covalentRadius ?? NaN);
    weight += occupancy;
  }
  return sum / weight;
}
