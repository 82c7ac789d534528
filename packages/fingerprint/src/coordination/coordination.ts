import type { Vector3 } from "@ftcp/crystal";

/** An atom that may be bonded to another one. */
export interface CoordinationNeighbor {
  /** Its site. */
  readonly site: number;
  /** Its position relative to the atom, Cartesian, in Å. */
  readonly position: Vector3;
  /** Distance in Å. */
  readonly distance: number;
  /** How sure the bond is, from 0 to 1, in steps of 0.001. */
  readonly weight: number;
}

/** One of the coordination numbers that an atom may have. */
export interface CoordinationChoice {
  /** The coordination number. */
  readonly number: number;
  /** Its likelihood; those of all choices add up to 1. */
  readonly likelihood: number;
  /** The neighbours that then are bonded. */
  readonly neighbors: readonly CoordinationNeighbor[];
}

/** How an atom is coordinated. */
export interface Coordination {
  /** All neighbours with a weight, the surest first. */
  readonly neighbors: readonly CoordinationNeighbor[];
  /** The coordination numbers that it may have, the smallest first. */
  readonly choices: readonly CoordinationChoice[];
}
