import type { Site } from "@ftcp/crystal";

import { FormatError } from "./formatError.ts";
import type { StructureFormat } from "./structureFormat.ts";

/**
 * The element of a site that is fully occupied by one.
 *
 * @param site - a site
 * @param format - the format that is written, for the error
 * @returns its element symbol
 * @throws {@link FormatError} with code `FORMAT_UNWRITABLE` when the site is shared or partly empty
 * @internal
 */
export function orderedElement(site: Site, format: StructureFormat): string {
  const [species] = site.species;
  if (species === undefined || site.species.length > 1 || species.occupancy !== 1) {
    const kinds = site.species.map(({ element, occupancy }) => `${element} ${occupancy}`);
    throw new FormatError(
      "FORMAT_UNWRITABLE",
      format,
      `the format holds ordered crystals only; the site ${site.label ?? ""} at ` +
        `${site.fractional.join(", ")} has ${kinds.join(", ")}`,
    );
  }
  return species.element;
}
