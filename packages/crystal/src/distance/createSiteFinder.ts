import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { createCellGrid } from "./createCellGrid.ts";
import { createImageFinder } from "./createImageFinder.ts";

/**
 * Prepares the search for the sites at a place.
 *
 * @param lattice - any lattice
 * @param positions - fractional coordinates of the sites, inside the cell or not
 * @param tolerance - how far in Å a site may be from the place
 * @returns a function from fractional coordinates, inside the cell or not, to the indices of the sites
 *   within the tolerance, in ascending order; its time does not grow with the number of sites
 */
export function createSiteFinder(
  lattice: Lattice,
  positions: readonly Vector3[],
  tolerance: number,
): (place: Vector3) => readonly number[] {
  const { nearest } = createImageFinder(lattice);
  const isWithin = (from: Vector3, to: Vector3 | undefined): boolean =>
    to !== undefined &&
    Math.hypot(...nearest(to[0] - from[0], to[1] - from[1], to[2] - from[2])) <= tolerance;
  // A tolerance of zero needs boxes too; all are visited where the tolerance exceeds the cell.
  const grid = createCellGrid(lattice, positions, Math.max(tolerance, 1e-6));
  const { boxes, reach, starts, members, toReduced } = grid;
  const [, countV, countW] = boxes;
  return (place) => {
    const reduced = multiplyRow(place, toReduced);
    const [near = [], nearV = [], nearW = []] = ([0, 1, 2] as const).map((axis) => {
      const count = boxes[axis];
      const wrapped = reduced[axis] - Math.floor(reduced[axis]);
      const middle = Math.min(Math.floor(wrapped * count), count - 1);
      if (2 * reach[axis] + 1 >= count) return Array.from({ length: count }, (_, box) => box);
      return [(middle + count - 1) % count, middle, (middle + 1) % count];
    });
    const found: number[] = [];
    for (const u of near) {
      for (const v of nearV) {
        for (const w of nearW) {
          const box = (u * countV + v) * countW + w;
          for (let at = starts[box] as number; at < (starts[box + 1] as number); at++) {
            const index = members[at] as number;
            if (isWithin(place, positions[index])) found.push(index);
          }
        }
      }
    }
    return found.sort((left, right) => left - right);
  };
}
