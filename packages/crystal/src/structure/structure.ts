import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";

/** One kind of atom on a site. */
export interface Species {
  /** Element symbol, as `"Na"`; `"D"` and `"T"` are allowed. */
  readonly element: string;
  /** Share of the site that it takes, in (0, 1]. */
  readonly occupancy: number;
  /** Charge (oxidation state) in elementary charges; absent when not known. */
  readonly charge?: number;
}

/** A position in the cell and what sits there. */
export interface Site {
  /** The species on the site; one with occupancy 1 in an ordered crystal. */
  readonly species: readonly Species[];
  /** Fractional coordinates, each in [0, 1). */
  readonly fractional: Vector3;
  /** Name of the site in the file that it came from. */
  readonly label?: string;
}

/** A crystal: a lattice and all sites of one cell. */
export interface Structure {
  /** The lattice. */
  readonly lattice: Lattice;
  /** All sites of the cell, symmetry-equivalent ones included. */
  readonly sites: readonly Site[];
}
