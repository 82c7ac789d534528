import { latticeVolume } from "../lattice/latticeVolume.ts";
import type { Structure } from "../structure/structure.ts";
import { createCellGrid } from "./createCellGrid.ts";
import type { CellGrid } from "./createCellGrid.ts";
import { visitPairs } from "./visitPairs.ts";

/** A pair counts although rounding puts it beyond the radius by this, in Å. */
const edgeTolerance = 1e-10;
/** Largest number of pairs (and of boxes to look into), about 3 GB. */
const largestPairCount = 1e8;
/** Up to this many neighbours sorting by insertion is faster than the general sort. */
const longestInsertion = 150;

/** The pairs of atoms within a radius as flat arrays, one entry (or three) for each pair. */
export interface NeighborList {
  /** Number of pairs; each two neighbours make two of them, one in each direction. */
  readonly count: number;
  /** Where the pairs of each site begin: those of site i are `starts[i]` to `starts[i + 1] - 1`. */
  readonly starts: Int32Array;
  /** Index of the site that looks, ascending. */
  readonly from: Int32Array;
  /** Index of the site that is seen. */
  readonly to: Int32Array;
  /** The cell of the neighbour in whole lattice vectors from the cell of `from`, three for each pair. */
  readonly offsets: Int32Array;
  /** Distances in Å, ascending within each site. */
  readonly distances: Float64Array;
}

/**
 * All pairs of atoms within a radius as flat typed arrays, for large structures and tight loops.
 *
 * @param structure - any structure; every site counts, whatever its occupancy
 * @param radius - largest distance in Å; a pair at exactly this distance counts
 * @returns every pair in both directions, ordered by `from`, then by distance, then by `to`; an atom is
 *   no neighbour of itself, but its images are
 * @throws RangeError when the radius is negative or not finite, or there would be more than 100 million
 *   pairs
 *
 * @remarks
 * The list is complete for every lattice: boxes are cut from the Minkowski-reduced cell, so a skewed cell
 * costs no more than a straight one, and in a cell thinner than the radius all images are visited. The
 * time grows linearly with the number of sites at a given density. "Exactly" allows for rounding: 1e-10 Å.
 *
 * @example
 * ```ts
 * const { starts, distances } = neighborList(caesiumChloride, 3.6);
 * distances.subarray(starts[1], starts[2]).length; // 8, the neighbours of the second site
 * ```
 */
export function neighborList(structure: Structure, radius: number): NeighborList {
  if (!(radius >= 0 && radius < Infinity)) {
    throw new RangeError(`The radius must be zero or positive and finite, not ${radius}.`);
  }
  const { lattice, sites } = structure;
  const count = sites.length;
  const limit = radius + edgeTolerance;
  refuseLargeCounts(((4 / 3) * Math.PI * limit ** 3 * count ** 2) / latticeVolume(lattice), radius);
  const positions = sites.map(({ fractional }) => fractional);
  const grid = createCellGrid(lattice, positions, limit);
  const [reachU, reachV, reachW] = grid.reach;
  refuseLargeCounts(count * (2 * reachU + 1) * (2 * reachV + 1) * (2 * reachW + 1), radius);

  const starts = new Int32Array(count + 1);
  let found = 0;
  let capacity = 64 * Math.max(count, 1);
  let targets = new Int32Array(capacity);
  let cells = new Int32Array(3 * capacity);
  let squares = new Float64Array(capacity);
  visitPairs(grid, limit, false, (from, to, squared, u, v, w) => {
    if (found === capacity) {
      capacity *= 2;
      refuseLargeCounts(found, radius);
      targets = grow(targets, new Int32Array(capacity));
      cells = grow(cells, new Int32Array(3 * capacity));
      squares = grow(squares, new Float64Array(capacity));
    }
    targets[found] = to;
    cells[3 * found] = u;
    cells[3 * found + 1] = v;
    cells[3 * found + 2] = w;
    squares[found] = squared;
    found++;
    starts[from + 1] = found;
  });
  for (let site = 1; site <= count; site++) {
    // A site without neighbours ends where the one before it does.
    if (starts[site] === 0) starts[site] = starts[site - 1] as number;
  }
  return sortPairs({ starts, targets, cells, squares }, grid);
}

/** The pairs as they were found: site by site, but in no order within a site. */
interface FoundPairs {
  readonly starts: Int32Array;
  readonly targets: Int32Array;
  readonly cells: Int32Array;
  readonly squares: Float64Array;
}

function sortPairs(pairs: FoundPairs, grid: CellGrid): NeighborList {
  const { starts, targets, cells, squares } = pairs;
  const { wraps } = grid;
  const [[aa, ab, ac], [ba, bb, bc], [ca, cb, cc]] = grid.transformation;
  const sites = starts.length - 1;
  const count = starts[sites] as number;
  const from = new Int32Array(count);
  const to = new Int32Array(count);
  const offsets = new Int32Array(3 * count);
  const distances = new Float64Array(count);
  for (let site = 0; site < sites; site++) {
    const start = starts[site] as number;
    const order = sortRange(start, starts[site + 1] as number, squares, targets);
    for (let place = start; place < start + order.length; place++) {
      const pair = order[place - start] as number;
      const target = targets[pair] as number;
      // Between the positions as given (see pairOffset; written out, as this is the inner loop).
      const u =
        (cells[3 * pair] as number) - (wraps[3 * target] as number) + (wraps[3 * site] as number);
      const v =
        (cells[3 * pair + 1] as number) -
        (wraps[3 * target + 1] as number) +
        (wraps[3 * site + 1] as number);
      const w =
        (cells[3 * pair + 2] as number) -
        (wraps[3 * target + 2] as number) +
        (wraps[3 * site + 2] as number);
      from[place] = site;
      to[place] = target;
      offsets[3 * place] = u * aa + v * ba + w * ca;
      offsets[3 * place + 1] = u * ab + v * bb + w * cb;
      offsets[3 * place + 2] = u * ac + v * bc + w * cc;
      distances[place] = Math.sqrt(squares[pair] as number);
    }
  }
  return { count, starts, from, to, offsets, distances };
}

/** The numbers from `start` to `end - 1`, ordered by their squares, then by their targets. */
function sortRange(
  start: number,
  end: number,
  squares: Float64Array,
  targets: Int32Array,
): Uint32Array {
  const order = new Uint32Array(end - start);
  const isBefore = (left: number, right: number): boolean => {
    const difference = (squares[left] as number) - (squares[right] as number);
    return (
      difference < 0 || (difference === 0 && (targets[left] as number) < (targets[right] as number))
    );
  };
  if (order.length > longestInsertion) {
    for (let at = 0; at < order.length; at++) order[at] = start + at;
    return order.sort((left, right) =>
      isBefore(left, right) ? -1 : Number(isBefore(right, left)),
    );
  }
  for (let at = 0; at < order.length; at++) {
    let place = at;
    while (place > 0 && isBefore(start + at, order[place - 1] as number)) {
      order[place] = order[place - 1] as number;
      place--;
    }
    order[place] = start + at;
  }
  return order;
}

function grow<T extends Int32Array | Float64Array>(old: T, larger: T): T {
  larger.set(old);
  return larger;
}

function refuseLargeCounts(count: number, radius: number): void {
  if (count <= largestPairCount) return;
  throw new RangeError(
    `A radius of ${radius} Å would give about ${count.toExponential(1)} pairs, more than ${largestPairCount}.`,
  );
}
