import { CrystalError } from "../crystalError.ts";
import type { Site } from "./structure.ts";

/**
 * The element on a fully occupied site.
 *
 * @param site - a site with one species of occupancy 1
 * @returns its element symbol
 * @throws {@link CrystalError} with code `CRYSTAL_DISORDERED_SITE` (and the site in its data) when
 *   the site is shared or partly empty
 *
 * @example
 * ```ts
 * siteElement(createSite("Na", [0, 0, 0])); // "Na"
 * ```
 */
export function siteElement(site: Site): string {
  const [species] = site.species;
  if (species?.occupancy !== 1 || site.species.length !== 1) {
    const content = site.species
      .map(({ element, occupancy }) => `${element} ${occupancy}`)
      .join(", ");
    throw new CrystalError(
      "CRYSTAL_DISORDERED_SITE",
      `The site ${site.label ?? `at ${site.fractional.join(", ")}`} is not filled by one element: ${content}.`,
      { site },
    );
  }
  return species.element;
}
