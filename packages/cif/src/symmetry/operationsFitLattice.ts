import type { Lattice, Matrix3 } from "@ftcp/crystal";

import type { OperationSet } from "./operationSet.ts";

/** How far lengths that must be equal may differ, relative; cells of powders are refined freely. */
const lengthTolerance = 0.02;

/** How far the cosine of an angle may be from what it must be; about 1 degree at 90. */
const cosineTolerance = 0.02;

/**
 * Whether a cell has the shape that symmetry operations demand: every rotation R keeps the metric,
 * `Rᵀ G R = G`.
 *
 * @param set - the operations
 * @param lattice - the cell
 * @returns true when each rotated cell has the same lengths and angles within 2 % and about 1 degree
 * @internal
 */
export function operationsFitLattice(set: OperationSet, lattice: Lattice): boolean {
  const { a, b, c, matrix } = lattice;
  const metric = matrix.map((row) => matrix.map((other) => dot(row, other)));
  const g = (row: number, column: number): number => metric[row]?.[column] ?? NaN;
  const lengths = [a, b, c];
  const fits = ([p, q, r]: Matrix3): boolean => {
    for (let i = 0; i < 3; i += 1) {
      for (let j = i; j < 3; j += 1) {
        // Element (i, j) of the rotated metric, from the columns i and j of the rotation.
        const left = [p[i] ?? NaN, q[i] ?? NaN, r[i] ?? NaN];
        const right = [p[j] ?? NaN, q[j] ?? NaN, r[j] ?? NaN];
        let rotated = 0;
        for (let k = 0; k < 3; k += 1) {
          for (let l = 0; l < 3; l += 1) rotated += (left[k] ?? 0) * g(k, l) * (right[l] ?? 0);
        }
        const scale = (lengths[i] ?? NaN) * (lengths[j] ?? NaN);
        const tolerance = i === j ? 2 * lengthTolerance : cosineTolerance + 2 * lengthTolerance;
        if (!(Math.abs(rotated - g(i, j)) <= tolerance * scale)) return false;
      }
    }
    return true;
  };
  return set.rotations.every(fits);
}

function dot(left: readonly number[], right: readonly number[]): number {
  return left.reduce((sum, component, axis) => sum + component * (right[axis] ?? 0), 0);
}
