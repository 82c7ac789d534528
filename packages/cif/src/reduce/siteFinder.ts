import type { Lattice, Site, Vector3 } from "@ftcp/crystal";

/** Bins along one axis at most, so that a cell with few sites does not get an empty desert. */
const largestBinCount = 64;

/**
 * Finds the sites of a cell by kind and position in constant time.
 *
 * @internal
 */
export class SiteFinder {
  readonly #sites: readonly Site[];
  readonly #kinds: readonly string[];
  readonly #lattice: Lattice;
  readonly #tolerance: number;
  readonly #binCounts: readonly number[];
  readonly #bins = new Map<number, number[]>();

  /**
   * Sorts the sites into bins.
   *
   * @param lattice - the lattice
   * @param sites - its sites
   * @param tolerance - how far in Å a site may be from where it is looked for
   */
  constructor(lattice: Lattice, sites: readonly Site[], tolerance: number) {
    this.#lattice = lattice;
    this.#sites = sites;
    this.#tolerance = tolerance;
    this.#kinds = sites.map(kindOf);
    const perAxis = Math.min(largestBinCount, Math.ceil(Math.cbrt(sites.length)));
    this.#binCounts = planeSpacings(lattice).map((spacing) =>
      // A bin is wider than the tolerance, so that the next bins are enough.
      Math.max(1, Math.min(perAxis, Math.floor(spacing / tolerance))),
    );
    for (const [index, { fractional }] of sites.entries()) {
      const key = this.#keyOf(fractional, [0, 0, 0]);
      const bin = this.#bins.get(key);
      if (bin === undefined) this.#bins.set(key, [index]);
      else bin.push(index);
    }
  }

  /**
   * The nearest site of the same kind as another one.
   *
   * @param kind - index of a site
   * @param position - where to look, in fractional coordinates of any cell
   * @returns its index and the way from it to the position in fractional coordinates; undefined when
   *   there is none within the tolerance
   */
  find(kind: number, position: Vector3): { index: number; offset: Vector3 } | undefined {
    let found: { index: number; offset: Vector3 } | undefined;
    let least = this.#tolerance;
    const [stepsX, stepsY, stepsZ] = this.#binCounts.map(neighborSteps);
    const seen = new Set<number>();
    for (const x of stepsX ?? [0]) {
      for (const y of stepsY ?? [0]) {
        for (const z of stepsZ ?? [0]) {
          const key = this.#keyOf(position, [x, y, z]);
          if (seen.has(key)) continue;
          seen.add(key);
          for (const index of this.#bins.get(key) ?? []) {
            const site = this.#sites[index];
            if (site === undefined || this.#kinds[index] !== this.#kinds[kind]) continue;
            const offset = nearestOffset(site.fractional, position);
            const distance = this.#lengthOf(offset);
            if (distance <= least) {
              least = distance;
              found = { index, offset };
            }
          }
        }
      }
    }
    return found;
  }

  #lengthOf([x, y, z]: Vector3): number {
    const [a, b, c] = this.#lattice.matrix;
    return Math.hypot(
      x * a[0] + y * b[0] + z * c[0],
      x * a[1] + y * b[1] + z * c[1],
      x * a[2] + y * b[2] + z * c[2],
    );
  }

  #keyOf(position: Vector3, step: Vector3): number {
    let key = 0;
    for (const [axis, count] of this.#binCounts.entries()) {
      const x = position[axis] ?? 0;
      const bin = Math.floor((x - Math.floor(x)) * count) + (step[axis] ?? 0);
      key = key * largestBinCount + (((bin % count) + count) % count);
    }
    return key;
  }
}

function neighborSteps(count: number): readonly number[] {
  return count === 1 ? [0] : [-1, 0, 1];
}

/** The shortest way from one position to an image of another along each axis. */
function nearestOffset(from: Vector3, to: Vector3): Vector3 {
  const [x, y, z] = [to[0] - from[0], to[1] - from[1], to[2] - from[2]];
  return [x - Math.round(x), y - Math.round(y), z - Math.round(z)];
}

/** Sites of one kind have the same species, whatever their order. */
function kindOf({ species }: Site): string {
  return species
    .map(({ element, occupancy, charge }) => `${element} ${occupancy} ${charge ?? ""}`)
    .sort()
    .join(";");
}

/** Distances between the faces of the cell in Å. */
function planeSpacings({ matrix: [a, b, c] }: Lattice): readonly number[] {
  const faces = [cross(b, c), cross(c, a), cross(a, b)] as const;
  const volume = Math.abs(a[0] * faces[0][0] + a[1] * faces[0][1] + a[2] * faces[0][2]);
  return faces.map((face) => volume / Math.hypot(...face));
}

function cross([a, b, c]: Vector3, [d, e, f]: Vector3): Vector3 {
  return [b * f - c * e, c * d - a * f, a * e - b * d];
}
