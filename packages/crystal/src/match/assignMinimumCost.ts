/**
 * The one-to-one assignment of rows to columns with the smallest total cost (Hungarian method).
 *
 * @param cost - row-major, `size * size`, finite
 * @param size - number of rows and of columns
 * @returns the column of each row
 *
 * @example
 * ```ts
 * import { assignMinimumCost } from "@ftcp/crystal";
 *
 * assignMinimumCost(Float64Array.of(1, 2, 0, 5), 2); // [1, 0]: 2 + 0 is less than 1 + 5
 * ```
 *
 * @see R. Jonker and A. Volgenant, Computing 38, 325 (1987), https://doi.org/10.1007/BF02278710
 */
export function assignMinimumCost(cost: Float64Array, size: number): Int32Array {
  // Shortest augmenting paths with potentials; index 0 of the 1-based arrays is a virtual column.
  const rowPotential = new Float64Array(size + 1);
  const columnPotential = new Float64Array(size + 1);
  const rowOfColumn = new Int32Array(size + 1);
  const previous = new Int32Array(size + 1);
  const slack = new Float64Array(size + 1);
  const used = new Uint8Array(size + 1);
  for (let row = 1; row <= size; row++) {
    rowOfColumn[0] = row;
    let column = 0;
    slack.fill(Infinity);
    used.fill(0);
    do {
      used[column] = 1;
      const at = rowOfColumn[column] ?? 0;
      let delta = Infinity;
      let next = 0;
      for (let other = 1; other <= size; other++) {
        if (used[other] === 1) continue;
        const reduced =
          (cost[(at - 1) * size + other - 1] ?? 0) -
          (rowPotential[at] ?? 0) -
          (columnPotential[other] ?? 0);
        if (reduced < (slack[other] ?? 0)) {
          slack[other] = reduced;
          previous[other] = column;
        }
        if ((slack[other] ?? 0) < delta) {
          delta = slack[other] ?? 0;
          next = other;
        }
      }
      for (let other = 0; other <= size; other++) {
        if (used[other] === 1) {
          const owner = rowOfColumn[other] ?? 0;
          rowPotential[owner] = (rowPotential[owner] ?? 0) + delta;
          columnPotential[other] = (columnPotential[other] ?? 0) - delta;
        } else {
          slack[other] = (slack[other] ?? 0) - delta;
        }
      }
      column = next;
    } while (rowOfColumn[column] !== 0);
    while (column !== 0) {
      const before = previous[column] ?? 0;
      rowOfColumn[column] = rowOfColumn[before] ?? 0;
      column = before;
    }
  }
  const assignment = new Int32Array(size);
  for (let column = 1; column <= size; column++) {
    assignment[(rowOfColumn[column] ?? 1) - 1] = column - 1;
  }
  return assignment;
}
