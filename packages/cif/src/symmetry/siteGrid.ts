import type { Lattice } from "@ftcp/crystal";

import { limitTolerance } from "./limitTolerance.ts";
import { planeSpacings } from "./planeSpacings.ts";

/** Up to this many positions a plain scan is faster than boxes. */
const mostInOneBox = 48;

/**
 * Finds the positions of a periodic cell that lie within a tolerance of a point, in constant time.
 *
 * @remarks
 * The cell is cut into boxes of fractional coordinates, and a box and its neighbours are searched.
 *
 * @internal
 */
export class SiteGrid {
  readonly #lattice: Lattice;
  /** The tolerance squared, in Å². */
  readonly #squaredTolerance: number;
  /** The tolerance as fractions: no closer pair differs by more in any coordinate. */
  readonly #reachX: number;
  readonly #reachY: number;
  readonly #reachZ: number;
  readonly #countX: number;
  readonly #countY: number;
  readonly #countZ: number;
  /** Last position of each box, and before each position the one added earlier to its box; -1: none. */
  readonly #last: number[];
  readonly #previous: number[] = [];
  readonly #positions: number[] = [];

  /**
   * Starts empty.
   *
   * @param lattice - the cell
   * @param tolerance - largest distance in Å that counts as the same position
   * @param expectedCount - about how many positions will be added; sets the number of boxes
   */
  constructor(lattice: Lattice, tolerance: number, expectedCount: number) {
    const spacings = planeSpacings(lattice);
    this.#lattice = lattice;
    const limited = limitTolerance(tolerance, spacings);
    this.#squaredTolerance = limited ** 2;
    this.#reachX = limited / spacings[0];
    this.#reachY = limited / spacings[1];
    this.#reachZ = limited / spacings[2];
    const wanted =
      expectedCount <= mostInOneBox ? 1 : Math.min(64, Math.ceil(Math.cbrt(expectedCount)));
    this.#countX = boxCount(wanted, this.#reachX);
    this.#countY = boxCount(wanted, this.#reachY);
    this.#countZ = boxCount(wanted, this.#reachZ);
    // Plain arrays: a typed one takes longer to make than to fill for most crystals.
    this.#last = new Array<number>(this.#countX * this.#countY * this.#countZ).fill(-1);
  }

  /**
   * Adds a position; it gets the next index, from 0 on.
   *
   * @param x - first fractional coordinate, in [0, 1)
   * @param y - second fractional coordinate
   * @param z - third fractional coordinate
   */
  add(x: number, y: number, z: number): void {
    const index = this.#previous.length;
    const box =
      (boxOf(x, this.#countX) * this.#countY + boxOf(y, this.#countY)) * this.#countZ +
      boxOf(z, this.#countZ);
    this.#previous.push(this.#last[box] ?? -1);
    this.#last[box] = index;
    this.#positions.push(x, y, z);
  }

  /**
   * The position nearest to a point, if one lies within the tolerance.
   *
   * @param x - first fractional coordinate, in [0, 1)
   * @param y - second fractional coordinate
   * @param z - third fractional coordinate
   * @returns the index of the nearest position, the first one of equally near ones; -1 when there is none
   */
  nearest(x: number, y: number, z: number): number {
    const countX = this.#countX;
    const countY = this.#countY;
    const countZ = this.#countZ;
    if (countX * countY * countZ === 1) return this.#nearestOf(this.#last[0] ?? -1, x, y, z);
    // The boxes that the tolerance reaches into: mostly one.
    const firstX = Math.floor((x - this.#reachX) * countX);
    const firstY = Math.floor((y - this.#reachY) * countY);
    const firstZ = Math.floor((z - this.#reachZ) * countZ);
    // Less than a whole turn, so that no box is searched twice.
    const lastX = Math.min(Math.floor((x + this.#reachX) * countX), firstX + countX - 1);
    const lastY = Math.min(Math.floor((y + this.#reachY) * countY), firstY + countY - 1);
    const lastZ = Math.min(Math.floor((z + this.#reachZ) * countZ), firstZ + countZ - 1);
    let best = -1;
    this.#bestDistance = this.#squaredTolerance;
    for (let i = firstX; i <= lastX; i += 1) {
      const atX = (i + countX) % countX;
      for (let j = firstY; j <= lastY; j += 1) {
        const atY = (j + countY) % countY;
        for (let k = firstZ; k <= lastZ; k += 1) {
          const atZ = (k + countZ) % countZ;
          const first = this.#last[(atX * countY + atY) * countZ + atZ] ?? -1;
          if (first < 0) continue;
          const found = this.#search(first, x, y, z);
          if (found >= 0) best = found;
        }
      }
    }
    return best;
  }

  #bestDistance = 0;

  #nearestOf(first: number, x: number, y: number, z: number): number {
    this.#bestDistance = this.#squaredTolerance;
    return first < 0 ? -1 : this.#search(first, x, y, z);
  }

  /** The nearest position of a box within the best distance so far, which it then lowers. */
  #search(first: number, x: number, y: number, z: number): number {
    const positions = this.#positions;
    const previous = this.#previous;
    const reachX = this.#reachX;
    const reachY = this.#reachY;
    const reachZ = this.#reachZ;
    let best = -1;
    let bestDistance = this.#bestDistance;
    for (let index = first; index >= 0; index = previous[index] ?? -1) {
      let u = x - (positions[3 * index] ?? NaN);
      // Coordinates lie in [0, 1), so this is u - round(u) but for halves.
      if (u > 0.5) u -= 1;
      else if (u < -0.5) u += 1;
      if (u > reachX || u < -reachX) continue;
      let v = y - (positions[3 * index + 1] ?? NaN);
      if (v > 0.5) v -= 1;
      else if (v < -0.5) v += 1;
      if (v > reachY || v < -reachY) continue;
      let w = z - (positions[3 * index + 2] ?? NaN);
      if (w > 0.5) w -= 1;
      else if (w < -0.5) w += 1;
      if (w > reachZ || w < -reachZ) continue;
      const [a, b, c] = this.#lattice.matrix;
      const distance =
        (u * a[0] + v * b[0] + w * c[0]) ** 2 +
        (u * a[1] + v * b[1] + w * c[1]) ** 2 +
        (u * a[2] + v * b[2] + w * c[2]) ** 2;
      if (distance <= bestDistance) {
        best = index;
        bestDistance = distance;
      }
    }
    this.#bestDistance = bestDistance;
    return best;
  }
}

function boxCount(wanted: number, reach: number): number {
  return Math.max(1, Math.min(wanted, Math.floor(1 / Math.max(reach, 1e-9))));
}

function boxOf(coordinate: number, count: number): number {
  return count === 1 ? 0 : Math.min(count - 1, Math.floor(coordinate * count));
}
