import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { createCellGrid } from "./createCellGrid.ts";
import type { Neighbor } from "./findNeighbors.ts";
import { pairOffset } from "./pairOffset.ts";
import { visitPairs } from "./visitPairs.ts";

/**
 * The pair within a radius with the smallest `distance / size`; undefined when there is none.
 *
 * @param lattice - any lattice
 * @param positions - fractional coordinates
 * @param radius - in Å; a pair beyond it by rounding alone is found too
 * @param size - what the distance of two points is measured in; a pair of size 0 does not count
 */
export function findTightestPair(
  lattice: Lattice,
  positions: readonly Vector3[],
  radius: number,
  size: (from: number, to: number) => number,
): Neighbor | undefined {
  const limit = radius * (1 + 1e-9) + 1e-9;
  const grid = createCellGrid(lattice, positions, limit);
  let best = Infinity;
  let [bestFrom, bestTo, bestSquared] = [0, 0, 0];
  let [bestU, bestV, bestW] = [0, 0, 0];
  visitPairs(grid, limit, true, (from, to, squared, u, v, w) => {
    const unit = size(from, to);
    if (!(unit > 0 && squared < best * unit * unit)) return;
    best = squared / (unit * unit);
    [bestFrom, bestTo, bestSquared] = [from, to, squared];
    [bestU, bestV, bestW] = [u, v, w];
  });
  if (best === Infinity) return undefined;
  const offset = pairOffset(grid, bestFrom, bestTo, [bestU, bestV, bestW]);
  return { from: bestFrom, to: bestTo, offset, distance: Math.sqrt(bestSquared) };
}
