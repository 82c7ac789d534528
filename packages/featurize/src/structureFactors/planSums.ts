import type { Vector3 } from "@ftcp/crystal";

/** One scalar sum over sites: `Σ_j w_j exp(-2πi h·x_j)`. */
export interface SumChannel {
  /** Which sites take part. */
  readonly sites: Int32Array;
  /** Their weights; `undefined` when all are 1. */
  readonly weights: Float64Array | undefined;
  /** Columns of the result to which the sum is added, with a factor each. */
  readonly columns: readonly { readonly column: number; readonly factor: number }[];
}

/** Sites, and the fewest scalar sums from which all columns of weights follow. */
export interface SumPlan {
  /** x, y, z of each site in turn. */
  readonly positions: Float64Array;
  /** The sums. */
  readonly channels: readonly SumChannel[];
  /** Number of columns of the result. */
  readonly width: number;
}

/**
 * Plans the sums for a matrix of weights, one row for each site.
 *
 * Sites with equal rows, as those of one element have, form a group that is summed once and then
 * multiplied by its row; where there are more groups than columns, each column is summed by itself.
 */
export function planSums(
  positions: readonly Vector3[],
  weights: readonly ArrayLike<number>[],
): SumPlan {
  if (positions.length !== weights.length) {
    throw new RangeError(`${positions.length} positions but ${weights.length} rows of weights`);
  }
  const width = weights[0]?.length ?? 0;
  weights.forEach((row, site) => {
    if (row.length !== width) {
      throw new RangeError(`row of weights ${site} has length ${row.length}, not ${width}`);
    }
  });
  const flat = new Float64Array(3 * positions.length);
  positions.forEach((position, site) => {
    for (let axis = 0; axis < 3; axis++) flat[3 * site + axis] = position[axis] ?? Number.NaN;
  });

  const groups = groupEqualRows(weights);
  const used = Array.from({ length: width }, (_, column) => column).filter((column) =>
    groups.some(({ row }) => row[column] !== 0),
  );
  const channels: SumChannel[] =
    groups.length <= used.length
      ? groups.map(({ row, sites }) => ({
          sites: Int32Array.from(sites),
          weights: undefined,
          columns: used
            .map((column) => ({ column, factor: row[column] ?? Number.NaN }))
            .filter(({ factor }) => factor !== 0),
        }))
      : used.map((column) => {
          const sites = weights.flatMap((row, site) => (row[column] === 0 ? [] : [site]));
          return {
            sites: Int32Array.from(sites),
            weights: Float64Array.from(sites, (site) => weights[site]?.[column] ?? Number.NaN),
            columns: [{ column, factor: 1 }],
          };
        });
  return {
    positions: flat,
    channels: channels.filter(({ columns }) => columns.length > 0),
    width,
  };
}

interface RowGroup {
  readonly row: ArrayLike<number>;
  readonly sites: number[];
}

/** Groups of sites with equal rows; rows are told apart by a hash first. */
function groupEqualRows(rows: readonly ArrayLike<number>[]): RowGroup[] {
  const groups: RowGroup[] = [];
  const byArray = new Map<ArrayLike<number>, RowGroup>();
  const byHash = new Map<number, RowGroup[]>();
  rows.forEach((row, site) => {
    let group = byArray.get(row);
    if (group === undefined) {
      const hash = hashRow(row);
      const candidates = byHash.get(hash) ?? [];
      group = candidates.find((candidate) => isEqualRow(candidate.row, row));
      if (group === undefined) {
        group = { row, sites: [] };
        groups.push(group);
        byHash.set(hash, [...candidates, group]);
      }
      byArray.set(row, group);
    }
    group.sites.push(site);
  });
  return groups;
}

const bits = new Float64Array(1);
const halves = new Uint32Array(bits.buffer);

/** FNV-1a over the bits of the numbers. */
function hashRow(row: ArrayLike<number>): number {
  let hash = 0x811c9dc5;
  for (const value of Array.from(row)) {
    bits[0] = value + 0; // -0 becomes 0
    hash = Math.imul(hash ^ (halves[0] ?? 0), 0x01000193);
    hash = Math.imul(hash ^ (halves[1] ?? 0), 0x01000193);
  }
  return hash;
}

function isEqualRow(left: ArrayLike<number>, right: ArrayLike<number>): boolean {
  for (let column = 0; column < left.length; column++) {
    if (left[column] !== right[column]) return false;
  }
  return true;
}
