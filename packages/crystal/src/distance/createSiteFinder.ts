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
  // A tolerance of zero needs boxes too.
  const grid = createCellGrid(lattice, positions, Math.max(tolerance, 1e-6));
  const { boxes, heights, starts, members, toReduced } = grid;
  const [countU, countV, countW] = boxes;
  // Boxes are seldom as narrow as the tolerance, so most places need to look into one only.
  const margins = heights.map((height) => Math.min(tolerance / height + 1e-9, 1));
  const [marginU = 1, marginV = 1, marginW = 1] = margins;
  return (place) => {
    const [u, v, w] = multiplyRow(place, toReduced);
    const found: number[] = [];
    for (const boxU of boxesBetween(u - marginU, u + marginU, countU)) {
      for (const boxV of boxesBetween(v - marginV, v + marginV, countV)) {
        for (const boxW of boxesBetween(w - marginW, w + marginW, countW)) {
          const box = (boxU * countV + boxV) * countW + boxW;
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

/** The boxes along one axis that hold coordinates from `low` to `high`, each once. */
function boxesBetween(low: number, high: number, count: number): readonly number[] {
  const first = Math.floor(low * count);
  const last = Math.floor(high * count);
  const needed = Math.min(last - first + 1, count);
  if (needed === 1) return [modulo(first, count)];
  return Array.from({ length: needed }, (_, step) => modulo(first + step, count));
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
