/**
 * A crystal as a graph: atoms, and for each its nearest neighbours.
 */
export interface CrystalGraph {
  /** Atomic numbers. */
  readonly numbers: Uint8Array;
  /** Index of every neighbour, `[atoms, neighbors]` row-major. */
  readonly neighbors: Int32Array;
  /** Distances to them in Å, of the same shape; `radius + 1` where there is no neighbour. */
  readonly distances: Float32Array;
}
