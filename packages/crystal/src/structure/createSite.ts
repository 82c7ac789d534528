import { CrystalError } from "../crystalError.ts";
import { elementBySymbol } from "../element/elementBySymbol.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { wrapFractional } from "../geometry/wrapFractional.ts";
import type { Site, Species } from "./structure.ts";

/** How far the occupancies of a site may sum above 1; files round thirds to a few digits. */
const occupancyTolerance = 0.01;

/**
 * A checked site with its coordinates wrapped into the cell.
 *
 * @param species - an element symbol for a fully occupied site, or the species on it
 * @param fractional - fractional coordinates, inside the cell or not
 * @param label - name of the site, if it has one
 * @returns the site
 * @throws {@link CrystalError} with code `CRYSTAL_UNKNOWN_ELEMENT`, or `CRYSTAL_INVALID_SITE` when a
 *   coordinate is not finite, there is no species, an occupancy is not in (0, 1], or they sum to more
 *   than 1.01
 *
 * @example
 * ```ts
 * createSite("Na", [0, 0.5, 1]).fractional; // [0, 0.5, 0]
 * createSite([{ element: "Na", occupancy: 0.5 }, { element: "K", occupancy: 0.5 }], [0, 0, 0]);
 * ```
 */
export function createSite(
  species: string | readonly Species[],
  fractional: Vector3,
  label?: string,
): Site {
  const [x, y, z] = fractional;
  const site: Site = {
    species: typeof species === "string" ? [{ element: species, occupancy: 1 }] : species,
    fractional: [wrapFractional(x), wrapFractional(y), wrapFractional(z)],
    ...(label === undefined ? {} : { label }),
  };
  if (!fractional.every(Number.isFinite)) {
    throw new CrystalError(
      "CRYSTAL_INVALID_SITE",
      `Fractional coordinates must be finite, not ${x}, ${y}, ${z}.`,
      { site },
    );
  }
  let total = 0;
  for (const { element, occupancy } of site.species) {
    elementBySymbol(element);
    if (!(occupancy > 0 && occupancy <= 1)) {
      throw new CrystalError(
        "CRYSTAL_INVALID_SITE",
        `The occupancy of ${element} must be above 0 and at most 1, not ${occupancy}.`,
        { site },
      );
    }
    total += occupancy;
  }
  if (site.species.length === 0 || total > 1 + occupancyTolerance) {
    throw new CrystalError(
      "CRYSTAL_INVALID_SITE",
      `The occupancies of a site must sum to at most 1 and not be empty; the sum is ${total}.`,
      { site },
    );
  }
  return site;
}
