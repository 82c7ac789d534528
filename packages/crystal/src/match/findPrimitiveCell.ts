import { invertMatrix } from "../geometry/invertMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { gramMatrix } from "../geometry/gramMatrix.ts";
import { reduceBasis } from "../lattice/reduceBasis.ts";

/** Atoms in a cell, as flat arrays. */
export interface FlatCell {
  /** Lattice vectors as rows, in Å. */
  readonly matrix: Matrix3;
  /** Fractional coordinates, three for each site. */
  readonly coordinates: Float64Array;
  /** What is on each site; sites with equal numbers hold the same. */
  readonly kinds: Int32Array;
}

/** A primitive cell and how it was cut out. */
export interface PrimitiveCell extends FlatCell {
  /**
   * The new lattice in terms of the old one, `new rows = basis / denominator · old rows`; whole
   * numbers, divided by {@link PrimitiveCell.denominator}.
   */
  readonly basis: Matrix3;
  /** What `basis` is to be divided by. */
  readonly denominator: number;
  /** The new site that each old site has become. */
  readonly siteOf: Int32Array;
  /** How many old sites became one. */
  readonly order: number;
}

/**
 * The smallest cell whose translations map every atom onto one of its kind, within a tolerance.
 *
 * One translation of prime order p after the other is looked for, p small first: a vector k / p of the
 * cell, k whole, that permutes the sites in cycles of p sites which all agree within the tolerance. Of
 * several of one order the one with the least residual is taken, so that the result does not depend
 * on how the cell is written down. The positions of a cycle are averaged.
 *
 * `primitiveCell` of the structures does the same for tolerances of 0.01 Å in a time linear in the number
 * of sites: it takes all translations at once, and gives up where they form no group. The matcher works
 * with a tenth of an ångström and more, where they often form none, and must then choose some of them, the
 * same ones for each description of the crystal; neither way of search can stand in for the other.
 *
 * @param cell - any cell
 * @param tolerance - in Å
 */
export function findPrimitiveCell(cell: FlatCell, tolerance: number): PrimitiveCell {
  let current: PrimitiveCell = {
    ...cell,
    basis: identity,
    denominator: 1,
    siteOf: Int32Array.from(cell.kinds.keys()),
    order: 1,
  };
  for (;;) {
    const next = divideCell(current, tolerance);
    if (next === undefined) return current;
    current = next;
  }
}

/** A translation of prime order and what it does to the sites. */
interface Translation {
  readonly prime: number;
  /** The translation times its order: whole coordinates. */
  readonly steps: Vector3;
  /** The site that each site goes to. */
  readonly images: Int32Array;
  /** Sum of squared distances in Å². */
  readonly residual: number;
}

function divideCell(cell: PrimitiveCell, tolerance: number): PrimitiveCell | undefined {
  const { kinds } = cell;
  const counts = new Map<number, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  let divisor = 0;
  let rarest = -1;
  for (const [kind, count] of counts) {
    divisor = commonDivisor(count, divisor);
    if (rarest === -1 || count < (counts.get(rarest) ?? 0)) rarest = kind;
  }
  for (let prime = 2; prime <= divisor; prime++) {
    if (divisor % prime !== 0) continue;
    while (divisor % prime === 0) divisor /= prime;
    const translation = findTranslation(cell, prime, rarest, tolerance);
    if (translation !== undefined) return foldCell(cell, translation);
  }
  return undefined;
}

function findTranslation(
  { matrix, coordinates, kinds }: FlatCell,
  prime: number,
  rarest: number,
  tolerance: number,
): Translation | undefined {
  const metric = gramMatrix(matrix).flat();
  // |fᵢ| ≤ d |aᵢ*|, and the columns of the inverse are the reciprocal vectors.
  const [a, b, c] = invertMatrix(matrix);
  const reach = ([0, 1, 2] as const).map(
    (axis) => tolerance * Math.hypot(a[axis], b[axis], c[axis]),
  );
  const first = kinds.indexOf(rarest);
  const seen = new Set<string>();
  let best: Translation | undefined;
  for (let other = first + 1; other < kinds.length; other++) {
    if (kinds[other] !== rarest) continue;
    const steps = [0, 1, 2].map((axis) => {
      const difference =
        (coordinates[3 * other + axis] ?? 0) - (coordinates[3 * first + axis] ?? 0);
      const step = Math.round(difference * prime);
      // Too far from a multiple of 1 / p: not a translation of this order.
      const isNear = Math.abs(difference - step / prime) <= (reach[axis] ?? 0);
      return isNear ? step - prime * Math.floor(step / prime) : -1;
    }) as unknown as Vector3;
    if (steps.includes(-1) || steps.every((step) => step === 0) || seen.has(steps.join())) continue;
    for (let times = 1; times < prime; times++) {
      seen.add(steps.map((step) => (step * times) % prime).join());
    }
    const found = tryTranslation(coordinates, kinds, metric, prime, steps, reach, tolerance);
    if (found !== undefined && (best === undefined || found.residual < best.residual)) best = found;
  }
  return best;
}

function tryTranslation(
  coordinates: Float64Array,
  kinds: Int32Array,
  metric: readonly number[],
  prime: number,
  steps: Vector3,
  [reachX = 0, reachY = 0, reachZ = 0]: readonly number[],
  tolerance: number,
): Translation | undefined {
  const count = kinds.length;
  const [xx = 0, xy = 0, xz = 0, , yy = 0, yz = 0, , , zz = 0] = metric;
  const [tx, ty, tz] = [steps[0] / prime, steps[1] / prime, steps[2] / prime];
  const images = new Int32Array(count);
  const taken = new Uint8Array(count);
  const limit = tolerance ** 2;
  let residual = 0;
  for (let site = 0; site < count; site++) {
    const x = (coordinates[3 * site] ?? 0) + tx;
    const y = (coordinates[3 * site + 1] ?? 0) + ty;
    const z = (coordinates[3 * site + 2] ?? 0) + tz;
    let nearest = -1;
    let least = limit;
    for (let other = 0; other < count; other++) {
      if (kinds[other] !== kinds[site]) continue;
      let dx = (coordinates[3 * other] ?? 0) - x;
      dx -= Math.round(dx);
      if (Math.abs(dx) > reachX) continue;
      let dy = (coordinates[3 * other + 1] ?? 0) - y;
      dy -= Math.round(dy);
      if (Math.abs(dy) > reachY) continue;
      let dz = (coordinates[3 * other + 2] ?? 0) - z;
      dz -= Math.round(dz);
      const squared =
        dx * dx * xx +
        dy * dy * yy +
        dz * dz * zz +
        2 * (dx * dy * xy + dx * dz * xz + dy * dz * yz);
      if (Math.abs(dz) <= reachZ && squared <= least) {
        least = squared;
        nearest = other;
      }
    }
    if (nearest === -1 || taken[nearest] === 1) return undefined;
    taken[nearest] = 1;
    images[site] = nearest;
    residual += least;
  }
  // Cycles shorter than p are atoms that were taken for their own image.
  for (let site = 0; site < count; site++) {
    let at = site;
    for (let step = 1; step <= prime; step++) {
      at = images[at] ?? 0;
      if ((at === site) !== (step === prime)) return undefined;
    }
  }
  return { prime, steps, images, residual };
}

/** The cell with a translation made a lattice vector, positions averaged. */
function foldCell(
  { matrix, coordinates, kinds, basis, denominator, siteOf, order }: PrimitiveCell,
  { prime, steps, images }: Translation,
): PrimitiveCell {
  const spanned = rowReduce([[prime, 0, 0], [0, prime, 0], [0, 0, prime], steps]);
  const spannedMatrix = divide(multiplyMatrices(spanned, matrix), prime);
  const { matrix: reduced, transformation } = reduceBasis(spannedMatrix);
  const relative = multiplyMatrices(transformation, spanned);
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = invertMatrix(divide(relative, prime));
  const newCount = kinds.length / prime;
  const newCoordinates = new Float64Array(3 * newCount);
  const newKinds = new Int32Array(newCount);
  const newSite = new Int32Array(kinds.length).fill(-1);
  let next = 0;
  for (let site = 0; site < kinds.length; site++) {
    if (newSite[site] !== -1) continue;
    const mean = [0, 0, 0];
    let at = site;
    for (let step = 0; step < prime; step++) {
      newSite[at] = next;
      for (let axis = 0; axis < 3; axis++) {
        const difference =
          (coordinates[3 * at + axis] ?? 0) -
          (coordinates[3 * site + axis] ?? 0) -
          (step * (steps[axis] ?? 0)) / prime;
        mean[axis] = (mean[axis] ?? 0) + (difference - Math.round(difference)) / prime;
      }
      at = images[at] ?? 0;
    }
    const x = (coordinates[3 * site] ?? 0) + (mean[0] ?? 0);
    const y = (coordinates[3 * site + 1] ?? 0) + (mean[1] ?? 0);
    const z = (coordinates[3 * site + 2] ?? 0) + (mean[2] ?? 0);
    newCoordinates[3 * next] = x * xx + y * yx + z * zx;
    newCoordinates[3 * next + 1] = x * xy + y * yy + z * zy;
    newCoordinates[3 * next + 2] = x * xz + y * yz + z * zz;
    newKinds[next] = kinds[site] ?? 0;
    next++;
  }
  return {
    matrix: reduced,
    coordinates: newCoordinates,
    kinds: newKinds,
    basis: multiplyMatrices(relative, basis),
    denominator: denominator * prime,
    siteOf: siteOf.map((site) => newSite[site] ?? 0),
    order: order * prime,
  };
}

const identity: Matrix3 = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function divide([a, b, c]: Matrix3, by: number): Matrix3 {
  const row = ([x, y, z]: Vector3): Vector3 => [x / by, y / by, z / by];
  return [row(a), row(b), row(c)];
}

/** Three rows that span the same whole vectors as the given ones (a Hermite normal form). */
function rowReduce(rows: readonly Vector3[]): Matrix3 {
  let rest = rows;
  const pivots: Vector3[] = [];
  for (const column of [0, 1, 2] as const) {
    for (;;) {
      const active = rest.filter((row) => row[column] !== 0);
      const pivot = active.reduce<Vector3 | undefined>(
        (best, row) =>
          best === undefined || Math.abs(row[column]) < Math.abs(best[column]) ? row : best,
        undefined,
      );
      if (pivot === undefined) break;
      if (active.length === 1) {
        pivots.push(pivot);
        rest = rest.filter((row) => row !== pivot);
        break;
      }
      rest = rest.map((row) => {
        if (row === pivot) return row;
        const times = Math.trunc(row[column] / pivot[column]);
        return [row[0] - times * pivot[0], row[1] - times * pivot[1], row[2] - times * pivot[2]];
      });
    }
  }
  const [a = zero, b = zero, c = zero] = pivots;
  return [a, b, c];
}

const zero: Vector3 = [0, 0, 0];

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}
