import type { Lattice, Vector3 } from "@ftcp/crystal";

import { limitTolerance } from "./limitTolerance.ts";
import type { OperationSet } from "./operationSet.ts";
import { planeSpacings } from "./planeSpacings.ts";
import { SiteGrid } from "./siteGrid.ts";

/** Nothing farther apart than this in Å is ever one atom; the shortest bond, H-H, has 0.74 Å. */
const largestMerge = 0.5;

/**
 * Images of an atom that is there more than half of the time are one up to this distance in Å: two of
 * them cannot both be there, and diffraction does not resolve what is less apart than atoms vibrate.
 */
const fullSiteTolerance = 0.1;

/** More different distances than a real site has to its images; a guard against hostile input. */
const mostLevels = 16;

/** What float64 alone moves a position by. */
const roundingOfDoubles = 1e-14;

/** Longest list of operations for which images are compared one by one. */
const mostInScan = 192;

/**
 * Finds the distinct images of positions, which are first moved onto the symmetry element they lie on.
 *
 * @remarks
 * An image of a position is the position itself when it is no farther away than
 *
 * 1. the site tolerance, or
 * 2. what the rounding of the written coordinates explains: the mean over the images, which lies on the
 *    symmetry element, differs in no coordinate by one unit in its last written place (`0.333` and
 *    `0.67` are thirds; at most 0.5 Å), or
 * 3. 0.1 Å, for an atom that is there more than half of the time.
 *
 * So a partly occupied atom that was refined beside a mirror stays split, while a rounded one is not.
 *
 * @internal
 */
export class OrbitFinder {
  /** Fractional coordinates of the images found last, in [0, 1), three an image. */
  readonly images: Float64Array;
  /** How many images were found last. */
  count = 0;
  /** Distance in Å of the farthest image that was taken for the position itself, beyond rule 1 and 2. */
  moved = 0;
  /** Distance in Å of the nearest image that was kept apart although it is within 0.5 Å; 0: none. */
  overlap = 0;
  readonly #lattice: Lattice;
  readonly #set: OperationSet;
  readonly #tolerance: number;
  readonly #fullTolerance: number;
  readonly #largest: number;
  readonly #reach: Vector3;
  /** Operations that leave the position within 0.5 Å, with the displacement and its length. */
  readonly #near: number[] = [];
  readonly #shifts: number[] = [];
  readonly #distances: number[] = [];

  /**
   * Prepares the search.
   *
   * @param lattice - the cell
   * @param set - the operations
   * @param siteTolerance - largest distance in Å that counts as the same position
   */
  constructor(lattice: Lattice, set: OperationSet, siteTolerance: number) {
    const spacings = planeSpacings(lattice);
    this.#lattice = lattice;
    this.#set = set;
    this.#tolerance = limitTolerance(siteTolerance, spacings);
    this.#fullTolerance = limitTolerance(Math.max(fullSiteTolerance, siteTolerance), spacings);
    const largest = limitTolerance(Math.max(largestMerge, siteTolerance), spacings);
    this.#largest = largest;
    this.#reach = [largest / spacings[0], largest / spacings[1], largest / spacings[2]];
    this.images = new Float64Array(3 * set.operations.length);
  }

  /**
   * Finds the distinct images of a position; they stand in {@link OrbitFinder.images} afterwards.
   *
   * @param position - fractional coordinates
   * @param isFull - whether the atom is there more than half of the time
   * @param lastPlaces - gives one unit in the last written place of each coordinate, if it is known
   */
  find(position: Vector3, isFull: boolean, lastPlaces: (() => Vector3) | undefined): void {
    this.moved = 0;
    this.overlap = 0;
    this.#applyAll(position[0], position[1], position[2], true);
    if (this.#near.length === 1 && this.#set.isGroup) {
      this.count = this.#set.operations.length;
      return;
    }
    let level = 0;
    if (this.#near.length > 1) {
      const settled = this.#settle(isFull, lastPlaces);
      level = settled.level;
      const [x, y, z] = settled.shift;
      if (Math.abs(x) + Math.abs(y) + Math.abs(z) > roundingOfDoubles) {
        this.#applyAll(position[0] + x, position[1] + y, position[2] + z, false);
      }
    }
    this.#dropRepeated(Math.max(this.#tolerance, 1.001 * level));
  }

  /** Puts all images into the list, wrapped, and notes which are near the position. */
  #applyAll(x: number, y: number, z: number, notes: boolean): void {
    const { images } = this;
    const { matrices } = this.#set;
    const [reachX, reachY, reachZ] = this.#reach;
    const [a, b, c] = this.#lattice.matrix;
    if (notes) this.#near.length = this.#shifts.length = this.#distances.length = 0;
    const end = images.length / 3;
    for (let index = 0; index < end; index += 1) {
      const at = 12 * index;
      const imageX = dot(matrices, at, x, y, z);
      const imageY = dot(matrices, at + 4, x, y, z);
      const imageZ = dot(matrices, at + 8, x, y, z);
      images[3 * index] = wrap(imageX);
      images[3 * index + 1] = wrap(imageY);
      images[3 * index + 2] = wrap(imageZ);
      if (!notes) continue;
      let u = imageX - x;
      u -= Math.round(u);
      if (Math.abs(u) > reachX) continue;
      let v = imageY - y;
      v -= Math.round(v);
      if (Math.abs(v) > reachY) continue;
      let w = imageZ - z;
      w -= Math.round(w);
      if (Math.abs(w) > reachZ) continue;
      const distance = Math.hypot(
        u * a[0] + v * b[0] + w * c[0],
        u * a[1] + v * b[1] + w * c[1],
        u * a[2] + v * b[2] + w * c[2],
      );
      if (distance > this.#largest) continue;
      this.#near.push(index);
      this.#shifts.push(u, v, w);
      this.#distances.push(distance);
    }
  }

  /**
   * Decides which near images are the position itself; the mean displacement over them leads onto the
   * symmetry element, so that a rounded third becomes an exact one.
   */
  #settle(
    isFull: boolean,
    lastPlaces: (() => Vector3) | undefined,
  ): { readonly level: number; readonly shift: Vector3 } {
    const levels: number[] = [];
    for (const distance of this.#distances) {
      if (
        !levels.some((level) => Math.abs(level - distance) < 1e-6) &&
        levels.length < mostLevels
      ) {
        levels.push(distance);
      }
    }
    levels.sort((left, right) => right - left);
    for (const level of levels) {
      const shift = this.#meanShift(level);
      if (level <= this.#tolerance) return { level, shift };
      if (lastPlaces !== undefined && isWithinRounding(shift, lastPlaces()))
        return { level, shift };
      if (isFull && level <= this.#fullTolerance) {
        this.moved = level;
        return { level, shift };
      }
      this.overlap = level;
    }
    return { level: 0, shift: [0, 0, 0] };
  }

  #meanShift(level: number): Vector3 {
    let count = 0;
    let x = 0;
    let y = 0;
    let z = 0;
    for (let index = 0; index < this.#near.length; index += 1) {
      if ((this.#distances[index] ?? 0) > level + 1e-6) continue;
      count += 1;
      x += this.#shifts[3 * index] ?? 0;
      y += this.#shifts[3 * index + 1] ?? 0;
      z += this.#shifts[3 * index + 2] ?? 0;
    }
    return [x / count, y / count, z / count];
  }

  /** Keeps the first one of images that coincide. */
  #dropRepeated(tolerance: number): void {
    const { images } = this;
    const end = images.length / 3;
    const grid = new SiteGrid(this.#lattice, tolerance, end <= mostInScan ? 1 : end);
    let count = 0;
    for (let index = 0; index < end; index += 1) {
      const x = images[3 * index] ?? NaN;
      const y = images[3 * index + 1] ?? NaN;
      const z = images[3 * index + 2] ?? NaN;
      if (grid.nearest(x, y, z) >= 0) continue;
      grid.add(x, y, z);
      images[3 * count] = x;
      images[3 * count + 1] = y;
      images[3 * count + 2] = z;
      count += 1;
    }
    this.count = count;
  }
}

/** A true value rounds, or is cut off, to the written one when they differ by less than a last place. */
function isWithinRounding(shift: Vector3, lastPlaces: Vector3): boolean {
  return shift.every((difference, axis) => {
    const unit = lastPlaces[axis] ?? 0;
    return Math.abs(difference) < (1 - 1e-6) * unit || Math.abs(difference) < 1e-12;
  });
}

function dot(matrices: Float64Array, at: number, x: number, y: number, z: number): number {
  return (
    (matrices[at] ?? NaN) * x +
    (matrices[at + 1] ?? NaN) * y +
    (matrices[at + 2] ?? NaN) * z +
    (matrices[at + 3] ?? NaN)
  );
}

function wrap(x: number): number {
  const wrapped = x - Math.floor(x);
  return wrapped >= 1 ? 0 : wrapped;
}
