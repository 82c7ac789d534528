import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { CellGrid } from "./createCellGrid.ts";

/**
 * The offset of a visited pair between the positions as they were given, in given lattice vectors.
 *
 * @param grid - the grid that was visited
 * @param from - index of the first point
 * @param to - index of the second point
 * @param cell - the `u`, `v`, `w` of the visit
 */
export function pairOffset(grid: CellGrid, from: number, to: number, cell: Vector3): Vector3 {
  const { wraps, transformation } = grid;
  const whole = (axis: 0 | 1 | 2): number =>
    cell[axis] - (wraps[3 * to + axis] as number) + (wraps[3 * from + axis] as number);
  return multiplyRow([whole(0), whole(1), whole(2)], transformation);
}
