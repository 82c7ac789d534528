import { latticeVolume } from "@ftcp/crystal";
import type { Lattice, Vector3 } from "@ftcp/crystal";

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
  readonly #tolerance: number;
  /** The tolerance as fractions: no closer pair differs by more in any coordinate. */
  readonly #reach: Vector3;
  readonly #boxes: Vector3;
  readonly #first: Int32Array;
  readonly #next: number[] = [];
  readonly #positions: number[] = [];

  /**
   * Starts empty.
   *
   * @param lattice - the cell
   * @param tolerance - largest distance in Å that counts as the same position
   * @param expectedCount - about how many positions will be added; sets the number of boxes
   */
  constructor(lattice: Lattice, tolerance: number, expectedCount: number) {
    const { a, b, c } = lattice;
    const sinAlpha = sinDegrees(lattice.alpha);
    const sinBeta = sinDegrees(lattice.beta);
    const sinGamma = sinDegrees(lattice.gamma);
    const volume = latticeVolume(lattice);
    const spacings: Vector3 = [
      volume / (b * c * sinAlpha),
      volume / (a * c * sinBeta),
      volume / (a * b * sinGamma),
    ];
    this.#lattice = lattice;
    // In a cell thinner than the tolerance everything would be one site.
    this.#tolerance = Math.min(tolerance, 0.1 * Math.min(...spacings));
    const reach = spacings.map((spacing) => this.#tolerance / spacing);
    this.#reach = [reach[0] ?? 0, reach[1] ?? 0, reach[2] ?? 0];
    const wanted = expectedCount <= 32 ? 1 : Math.min(64, Math.ceil(Math.cbrt(expectedCount)));
    const boxes = this.#reach.map((fraction) =>
      Math.max(1, Math.min(wanted, Math.floor(1 / Math.max(fraction, 1e-9)))),
    );
    this.#boxes = [boxes[0] ?? 1, boxes[1] ?? 1, boxes[2] ?? 1];
    this.#first = new Int32Array(this.#boxes[0] * this.#boxes[1] * this.#boxes[2]).fill(-1);
  }

  /**
   * Adds a position; it gets the next index, from 0 on.
   *
   * @param position - fractional coordinates in [0, 1)
   */
  add(position: Vector3): void {
    const index = this.#next.length;
    const [countX, countY, countZ] = this.#boxes;
    const box =
      (boxOf(position[0], countX) * countY + boxOf(position[1], countY)) * countZ +
      boxOf(position[2], countZ);
    this.#next.push(this.#first[box] ?? -1);
    this.#first[box] = index;
    this.#positions.push(position[0], position[1], position[2]);
  }

  /**
   * The position nearest to a point, if one lies within the tolerance.
   *
   * @param position - fractional coordinates in [0, 1)
   * @param accepts - which indices count
   * @returns the index of the nearest accepted position, -1 when there is none
   */
  nearest(position: Vector3, accepts?: (index: number) => boolean): number {
    const [countX, countY, countZ] = this.#boxes;
    const boxX = boxOf(position[0], countX);
    const boxY = boxOf(position[1], countY);
    const boxZ = boxOf(position[2], countZ);
    // With fewer than three boxes along an axis the neighbours on both sides are the same box.
    const spanX = Math.min(countX, 3);
    const spanY = Math.min(countY, 3);
    const spanZ = Math.min(countZ, 3);
    let best = -1;
    let bestDistance = Infinity;
    for (let i = 0; i < spanX; i += 1) {
      const x = (boxX + i - 1 + countX) % countX;
      for (let j = 0; j < spanY; j += 1) {
        const y = (boxY + j - 1 + countY) % countY;
        for (let k = 0; k < spanZ; k += 1) {
          const z = (boxZ + k - 1 + countZ) % countZ;
          let index = this.#first[(x * countY + y) * countZ + z] ?? -1;
          for (; index >= 0; index = this.#next[index] ?? -1) {
            const distance = this.#distance(index, position);
            if (distance < bestDistance && (accepts === undefined || accepts(index))) {
              best = index;
              bestDistance = distance;
            }
          }
        }
      }
    }
    return best;
  }

  /** Distance in Å where it is at most the tolerance, else infinity. */
  #distance(index: number, position: Vector3): number {
    const positions = this.#positions;
    let x = position[0] - (positions[3 * index] ?? NaN);
    x -= Math.round(x);
    if (Math.abs(x) > this.#reach[0]) return Infinity;
    let y = position[1] - (positions[3 * index + 1] ?? NaN);
    y -= Math.round(y);
    if (Math.abs(y) > this.#reach[1]) return Infinity;
    let z = position[2] - (positions[3 * index + 2] ?? NaN);
    z -= Math.round(z);
    if (Math.abs(z) > this.#reach[2]) return Infinity;
    const [a, b, c] = this.#lattice.matrix;
    const distance = Math.hypot(
      x * a[0] + y * b[0] + z * c[0],
      x * a[1] + y * b[1] + z * c[1],
      x * a[2] + y * b[2] + z * c[2],
    );
    return distance <= this.#tolerance ? distance : Infinity;
  }
}

function boxOf(coordinate: number, count: number): number {
  return Math.min(count - 1, Math.floor(coordinate * count));
}

function sinDegrees(angle: number): number {
  return Math.sin((angle * Math.PI) / 180);
}
