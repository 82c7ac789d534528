import type { CrystalGraph } from "./crystalGraph.ts";

/** How much a batch holds. */
export interface BatchSize {
  /** Places for atoms. */
  readonly atoms: number;
  /** Places for crystals. */
  readonly crystals: number;
}

/**
 * Graphs of several crystals as plain numbers of fixed shapes, whatever their sizes; all float32, as engines take them.
 */
export interface GraphBatch extends Record<string, Float32Array> {
  /** Atomic numbers, `[atoms]`. */
  readonly numbers: Float32Array;
  /** Index of every neighbour within the batch, `[atoms · neighbors]`. */
  readonly neighbors: Float32Array;
  /** Distances in Å, of the same shape. */
  readonly distances: Float32Array;
  /** Crystal of every atom, `[atoms]`; the number of places for atoms that only fill the batch up. */
  readonly crystalOf: Float32Array;
}

/**
 * Puts graphs into one batch.
 *
 * @param graphs - they must fit
 * @param size - places for atoms and crystals
 * @param width - neighbours of an atom
 * @param radius - of the graphs
 * @returns the batch
 */
export function fillGraphBatch(
  graphs: readonly CrystalGraph[],
  size: BatchSize,
  width: number,
  radius: number,
): GraphBatch {
  const numbers = new Float32Array(size.atoms).fill(1);
  const neighbors = new Float32Array(size.atoms * width);
  const distances = new Float32Array(size.atoms * width).fill(radius + 1);
  const crystalOf = new Float32Array(size.atoms).fill(size.crystals);
  let at = 0;
  graphs.forEach((graph, crystal) => {
    const atoms = graph.numbers.length;
    numbers.set(graph.numbers, at);
    distances.set(graph.distances, at * width);
    crystalOf.fill(crystal, at, at + atoms);
    for (let i = 0; i < atoms * width; i++) {
      neighbors[at * width + i] = at + (graph.neighbors[i] as number);
    }
    at += atoms;
  });
  return { numbers, neighbors, distances, crystalOf };
}
