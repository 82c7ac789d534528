import type { Matrix3 } from "../geometry/matrix3.ts";

/** Lengths and angles of a cell. */
export interface LatticeParameters {
  /** Length of the first lattice vector in Å. */
  readonly a: number;
  /** Length of the second lattice vector in Å. */
  readonly b: number;
  /** Length of the third lattice vector in Å. */
  readonly c: number;
  /** Angle between b and c in degrees. */
  readonly alpha: number;
  /** Angle between a and c in degrees. */
  readonly beta: number;
  /** Angle between a and b in degrees. */
  readonly gamma: number;
}

/** A lattice as parameters and as vectors; both are kept, so that each survives a round trip exactly. */
export interface Lattice extends LatticeParameters {
  /** The lattice vectors a, b, c as rows, Cartesian, in Å. */
  readonly matrix: Matrix3;
}
