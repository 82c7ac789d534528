import type { Site, Vector3 } from "@ftcp/crystal";

import type { CifPlace } from "../syntax/cifPlace.ts";

/** The rows of an atom list as sites that symmetry has not multiplied yet. */
export interface AsymmetricUnit {
  /** One site a row, coordinates in [0, 1). */
  readonly sites: readonly Site[];
  /** Where a site stands in the file, by its index. */
  readonly placeOf: (index: number) => CifPlace;
  /**
   * Gives one unit in the last written place of each coordinate of a site, in fractions of the cell:
   * 0.001 for `0.333`; 0 for whole numbers and fractions. Left out where it is not known.
   */
  readonly lastPlacesOf?: (index: number) => Vector3;
  /** Hydrogen atoms that a row implies but that have no position, by the index of the site. */
  readonly impliedHydrogens?: ReadonlyMap<number, number>;
}
