/**
 * Sizes of the network and of its graphs; defaults in {@link createCgcnnConfig}.
 */
export interface CgcnnConfig {
  /** Width of the vector of an atom. */
  readonly atomSize: number;
  /** Number of convolutions. */
  readonly convolutions: number;
  /** Width of the layers after pooling. */
  readonly hidden: number;
  /** Number of layers after pooling. */
  readonly hiddenLayers: number;
  /** Neighbours of every atom, the nearest first. */
  readonly neighbors: number;
  /** Largest distance of a neighbour in Å. */
  readonly radius: number;
  /** Distance between the Gaussians that expand a distance, and their width, in Å. */
  readonly step: number;
}
