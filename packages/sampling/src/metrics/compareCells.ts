import { assignMinimumCost, canonicalizeStructure, metricTensor, siteElement } from "@ftcp/crystal";
import type { Matrix3, Structure, Vector3 } from "@ftcp/crystal";

/** How far one crystal is from another one of the same formula, number by number. */
export interface CellErrors {
  /** Mean of `|a' - a| / a` over the three lengths, a fraction of 1 (the paper's PMAE). */
  readonly lengths: number;
  /** Mean of `|α' - α| / α` over the three angles, a fraction of 1. */
  readonly angles: number;
  /** Mean of `|x' - x|` over all fractional coordinates, each to the nearest periodic image. */
  readonly coordinates: number;
}

/**
 * Compares lengths, angles and fractional coordinates of two crystals of one formula, as the paper's
 * Table 1 does.
 *
 * @param found - a crystal
 * @param wanted - the crystal that it should be
 * @returns errors; undefined when they have not the same elements on as many sites each
 *
 * @remarks
 * One crystal has many descriptions, and which of them was chosen is no error: both are brought into the
 * canonical setting (Niggli cell) first; then, of all bases of the found one's lattice with entries -1, 0
 * and 1, all origins on an atom of the rarest element and all ways to pair sites of one element, that is
 * taken for which the sum of the three errors is least (bases whose lengths and angles are worse by 0.02 or more
 * are not tried). The mirror image is another crystal.
 *
 * @example
 * ```ts
 * import { compareCells } from "@ftcp/sampling";
 *
 * compareCells(designed, known)?.lengths; // 0.144: lengths are 14.4 % off
 * ```
 *
 * @see FTCP paper, Table 1
 */
export function compareCells(found: Structure, wanted: Structure): CellErrors | undefined {
  const groups = [found, wanted].map((structure) => groupSites(structure));
  const [left = new Map<string, Positions>(), right = new Map<string, Positions>()] = groups;
  if (
    left.size === 0 ||
    left.size !== right.size ||
    [...left].some(([element, sites]) => sites.length !== right.get(element)?.length)
  ) {
    return undefined;
  }
  const [cell, target] = [canonicalizeStructure(found), canonicalizeStructure(wanted)];
  const bases = findBases(cell, target);
  const targets = groupSites(target);
  let best: CellErrors | undefined;
  for (const { basis, lengths, angles } of bases) {
    const coordinates = compareCoordinates(groupSites(cell, basis), targets);
    if (best !== undefined && sumOf(best) <= lengths + angles + coordinates) continue;
    best = { lengths, angles, coordinates };
  }
  return best;
}

function sumOf({ lengths, angles, coordinates }: CellErrors): number {
  return lengths + angles + coordinates;
}

/** Bases that are worse than the best one by less than this are tried too: crystals have symmetries. */
const tieTolerance = 0.02;

interface Basis {
  /** The new lattice vectors in terms of the old ones, as rows. */
  readonly basis: Matrix3;
  readonly lengths: number;
  readonly angles: number;
}

/** The bases of the same lattice whose lengths and angles are nearest to those wanted. */
function findBases(found: Structure, wanted: Structure): readonly Basis[] {
  const metric = metricTensor(found.lattice);
  const { a, b, c, alpha, beta, gamma } = wanted.lattice;
  let least = Infinity;
  const bases: Basis[] = [];
  const product = (u: Vector3, v: Vector3): number => {
    let sum = 0;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) sum += (u[i] ?? 0) * (v[j] ?? 0) * (metric[i]?.[j] ?? 0);
    }
    return sum;
  };
  const lengths = rows.map((row) => Math.sqrt(product(row, row)));
  const products = rows.map((u) => rows.map((v) => product(u, v)));
  const angle = (i: number, j: number): number => {
    const cosine = (products[i]?.[j] ?? 0) / ((lengths[i] ?? 0) * (lengths[j] ?? 0));
    return (Math.acos(Math.min(1, Math.max(-1, cosine))) * 180) / Math.PI;
  };
  const relative = (value: number, target: number): number => Math.abs(value - target) / target;
  for (const [i, j, k] of unimodular) {
    const ofLengths =
      (relative(lengths[i] ?? 0, a) + relative(lengths[j] ?? 0, b) + relative(lengths[k] ?? 0, c)) /
      3;
    if (ofLengths > least + tieTolerance) continue;
    const ofAngles =
      (relative(angle(j, k), alpha) + relative(angle(i, k), beta) + relative(angle(i, j), gamma)) /
      3;
    if (ofLengths + ofAngles > least + tieTolerance) continue;
    least = Math.min(least, ofLengths + ofAngles);
    const basis = [rows[i], rows[j], rows[k]] as unknown as Matrix3;
    bases.push({ basis, lengths: ofLengths, angles: ofAngles });
  }
  return bases.filter((each) => each.lengths + each.angles <= least + tieTolerance);
}

/** The vectors of -1, 0 and 1 but zero. */
const rows: readonly Vector3[] = Array.from({ length: 27 }, (_, i): Vector3 => [
  (i % 3) - 1,
  (Math.floor(i / 3) % 3) - 1,
  Math.floor(i / 9) - 1,
]).filter((row) => row.some((entry) => entry !== 0));

/** Triples of them with determinant 1, as positions. */
const unimodular: readonly (readonly [number, number, number])[] = rows.flatMap((u, i) =>
  rows.flatMap((v, j) =>
    rows.flatMap((w, k): (readonly [number, number, number])[] => {
      const determinant =
        u[0] * (v[1] * w[2] - v[2] * w[1]) -
        u[1] * (v[0] * w[2] - v[2] * w[0]) +
        u[2] * (v[0] * w[1] - v[1] * w[0]);
      return determinant === 1 ? [[i, j, k]] : [];
    }),
  ),
);

type Positions = readonly (readonly [number, number, number])[];

/** Positions by element, in another basis if one is given. */
function groupSites(
  { sites }: Structure,
  basis: Matrix3 = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
): Map<string, [number, number, number][]> {
  const inverse = invertUnimodular(basis);
  const groups = new Map<string, [number, number, number][]>();
  for (const site of sites) {
    const element = siteElement(site);
    const { fractional: f } = site;
    const at = (axis: 0 | 1 | 2): number =>
      f[0] * inverse[0][axis] + f[1] * inverse[1][axis] + f[2] * inverse[2][axis];
    const [x, y, z] = [at(0), at(1), at(2)];
    const group = groups.get(element);
    if (group === undefined) groups.set(element, [[x, y, z]]);
    else group.push([x, y, z]);
  }
  return groups;
}

/** The inverse of a matrix of determinant 1: its adjugate. */
function invertUnimodular([[a, b, c], [d, e, f], [g, h, i]]: Matrix3): Matrix3 {
  return [
    [e * i - f * h, c * h - b * i, b * f - c * e],
    [f * g - d * i, a * i - c * g, c * d - a * f],
    [d * h - e * g, b * g - a * h, a * e - b * d],
  ];
}

function compareCoordinates(
  left: ReadonlyMap<string, Positions>,
  right: ReadonlyMap<string, Positions>,
): number {
  const rarest = [...right].reduce((least, entry) =>
    entry[1].length < least[1].length ? entry : least,
  );
  const [origin = [0, 0, 0]] = rarest[1];
  const count = [...right.values()].reduce((sum, { length }) => sum + length, 0);
  let best = Infinity;
  for (const start of left.get(rarest[0]) ?? []) {
    const shift = origin.map((x, axis) => x - (start[axis] ?? 0));
    let sum = 0;
    for (const [element, targets] of right) {
      sum += pairSites(left.get(element) ?? [], targets, shift);
    }
    best = Math.min(best, sum);
  }
  return best / (3 * count);
}

/** The least sum of differences over the ways to pair the sites of one element. */
function pairSites(sites: Positions, targets: Positions, shift: readonly number[]): number {
  const size = sites.length;
  const cost = new Float64Array(size * size);
  for (const [i, site] of sites.entries()) {
    for (const [j, target] of targets.entries()) {
      let difference = 0;
      for (let axis = 0; axis < 3; axis++) {
        const turn = (site[axis] ?? 0) + (shift[axis] ?? 0) - (target[axis] ?? 0);
        difference += Math.abs(turn - Math.round(turn));
      }
      cost[i * size + j] = difference;
    }
  }
  return assignMinimumCost(cost, size).reduce(
    (sum, column, row) => sum + (cost[row * size + column] ?? 0),
    0,
  );
}
