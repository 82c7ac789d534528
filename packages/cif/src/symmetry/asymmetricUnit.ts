import type { Site, Vector3 } from "@ftcp/crystal";

import type { CifPlace } from "../syntax/cifPlace.ts";

/** The rows of an atom list as sites that symmetry has not multiplied yet. */
export interface AsymmetricUnit {
  /** One site a row, coordinates in [0, 1). */
  readonly sites: readonly Site[];
  /** Where a site stands in the file, by its index. */
  readonly placeOf: (index: number) => CifPlace;
  /**
   * One unit in the last written place of each coordinate, in fractions of the cell: 0.001 for `0.333`;
   * 0 for whole numbers and fractions. Left out where no operation needs it.
   */
  readonly lastPlaces?: readonly Vector3[];
  /** Hydrogen atoms that a row implies but that have no position, by the index of the site. */
  readonly impliedHydrogens?: ReadonlyMap<number, number>;
}
