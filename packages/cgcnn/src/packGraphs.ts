import type { BatchSize } from "./graphBatch.ts";

/**
 * Divides crystals into batches, in their order, each as full as it gets.
 *
 * @param order - positions of crystals
 * @param atomsOf - number of atoms of a crystal; at most `size.atoms`
 * @param size - what a batch holds
 * @returns the positions, batch by batch
 */
export function packGraphs(
  order: readonly number[],
  atomsOf: (position: number) => number,
  size: BatchSize,
): readonly (readonly number[])[] {
  const batches: number[][] = [];
  let batch: number[] = [];
  let atoms = 0;
  for (const position of order) {
    const more = atomsOf(position);
    if (atoms + more > size.atoms || batch.length === size.crystals) {
      batches.push(batch);
      batch = [];
      atoms = 0;
    }
    batch.push(position);
    atoms += more;
  }
  if (batch.length > 0) batches.push(batch);
  return batches;
}
