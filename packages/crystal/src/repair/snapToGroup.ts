import { determinant } from "../geometry/determinant.ts";
import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { findMetricSymmetries } from "../lattice/findMetricSymmetries.ts";
import { findNiggliBasis } from "../lattice/findNiggliBasis.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { siteKinds } from "../structure/siteKinds.ts";
import type { Structure } from "../structure/structure.ts";
import { symmetrizeLattice } from "../symmetry/symmetrizeLattice.ts";
import { wrapNear } from "../symmetry/wrapNear.ts";

/** Operations are tried from this many sites of the rarest kind; noise may spoil one of them. */
const mostAnchors = 4;
/** A point group has at most this many operations. */
const largestPointGroup = 48;
/** After so many operations that do not fit the others no further ones, which fit less, are tried. */
const mostRefusals = 60;

/** How far a crystal may be changed. */
export interface SnapBounds {
  /** No operation may miss a site by more than this, in Å, averaged over the sites. */
  readonly largestMiss: number;
  /** Relative change of the metric that an operation may ask for. */
  readonly metricTolerance: number;
  /** Whether a symmetrised crystal is near enough and acceptable. */
  readonly accept: (symmetrized: Structure) => boolean;
}

/** A linear map of row coordinates and the permutation of sites that goes with it. */
interface NearOperation {
  readonly linear: Matrix3;
  readonly permutation: readonly number[];
  /** How far each site, moved, is from the one it should be at, in fractions; they sum to zero. */
  readonly misses: readonly Vector3[];
  /** The longest of these in Å. */
  readonly miss: number;
  readonly key: string;
}

/**
 * Moves a crystal onto the largest group that it is found to be near to.
 *
 * Operations are pairs of a linear part, out of those that nearly keep the metric of the reduced cell, and a
 * permutation of sites; such pairs are exact, whatever the noise, so that groups of them can be closed without any
 * tolerance. They are taken in one after the other, the best fitting first, as long as the closed group's
 * symmetrised crystal is acceptable. With the translation of each pair at its mean, the average over the group has
 * the group as its symmetry.
 *
 * @returns the crystal, in the cell it was given, and the order of the group; the given object for order 1
 */
export function snapToGroup(
  structure: Structure,
  bounds: SnapBounds,
): { readonly structure: Structure; readonly order: number } {
  const { matrix, transformation } = findNiggliBasis(structure.lattice);
  const toReduced = invertWholeMatrix(transformation);
  const places = structure.sites.map(({ fractional }) => multiplyRow(fractional, toReduced));
  const kinds = siteKinds(structure).ofSite;
  const proper = findMetricSymmetries(matrix, bounds.metricTolerance);
  const linears = [...proper, ...proper.map(negate)];
  const anchors = rarestSites(kinds);
  const found = new Map<string, NearOperation>();
  // Several anchors mostly lead to the same permutation.
  const seen = new Set<string>();
  for (const linear of linears) {
    const turned = places.map((place) => multiplyRow(place, linear));
    for (const anchor of anchors.slice(0, mostAnchors)) {
      for (const target of anchors) {
        const permutation = matchSites(turned, places, kinds, anchor, target, matrix);
        if (permutation === undefined) continue;
        const key = keyOf(linear, permutation);
        if (seen.has(key)) continue;
        seen.add(key);
        const operation = describe(linear, permutation, turned, places, matrix);
        if (operation.miss <= bounds.largestMiss) found.set(key, operation);
      }
    }
  }
  const candidates = [...found.values()].sort(
    (left, right) => left.miss - right.miss || (left.key < right.key ? -1 : 1),
  );
  const identity = describe(unit, [...places.keys()], places, places, matrix);
  const complete = (linear: Matrix3, permutation: readonly number[]): NearOperation => {
    const known = found.get(keyOf(linear, permutation));
    if (known !== undefined) return known;
    const turned = places.map((place) => multiplyRow(place, linear));
    return describe(linear, permutation, turned, places, matrix);
  };
  let group: ReadonlyMap<string, NearOperation> = new Map([[identity.key, identity]]);
  let generators: readonly NearOperation[] = [];
  let best = structure;
  let refusals = 0;
  for (const candidate of candidates) {
    if (refusals > mostRefusals) break;
    if (group.has(candidate.key)) continue;
    refusals++;
    const next = closeOperations([...generators, candidate], identity, complete, bounds);
    if (next === undefined) continue;
    const symmetrized = average(structure, [...next.values()], transformation);
    if (!bounds.accept(symmetrized)) continue;
    refusals = 0;
    group = next;
    generators = [...generators, candidate];
    best = symmetrized;
  }
  return { structure: best, order: group.size };
}

const unit: Matrix3 = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function negate([a, b, c]: Matrix3): Matrix3 {
  const turn = ([x, y, z]: Vector3): Vector3 => [-x + 0, -y + 0, -z + 0];
  return [turn(a), turn(b), turn(c)];
}

/** Spelt out: joining the nested arrays takes several times as long, and this is asked most of all. */
function keyOf([a, b, c]: Matrix3, permutation: readonly number[]): string {
  const linear = `${a[0]},${a[1]},${a[2]},${b[0]},${b[1]},${b[2]},${c[0]},${c[1]},${c[2]}`;
  return `${linear}|${permutation.join()}`;
}

/** The sites of the rarest kind; of equally rare ones the first. */
function rarestSites(kinds: readonly number[]): readonly number[] {
  const groups = new Map<number, number[]>();
  for (const [site, kind] of kinds.entries()) {
    const group = groups.get(kind);
    if (group === undefined) groups.set(kind, [site]);
    else group.push(site);
  }
  let rarest: readonly number[] = [];
  for (const group of groups.values()) {
    if (rarest.length === 0 || group.length < rarest.length) rarest = group;
  }
  return rarest;
}

/** Where each site goes when the anchor goes to the target; undefined when two would go to one place. */
function matchSites(
  turned: readonly Vector3[],
  places: readonly Vector3[],
  kinds: readonly number[],
  anchor: number,
  target: number,
  matrix: Matrix3,
): readonly number[] | undefined {
  const from = turned[anchor] as Vector3;
  const to = places[target] as Vector3;
  const permutation: number[] = [];
  const taken = new Uint8Array(places.length);
  // Indices: iterators and destructuring take several times longer, and this is where the time goes.
  for (let site = 0; site < turned.length; site++) {
    const place = turned[site] as Vector3;
    const kind = kinds[site];
    let nearest = -1;
    let least = Infinity;
    for (let other = 0; other < places.length; other++) {
      if (kinds[other] !== kind) continue;
      const goal = places[other] as Vector3;
      const squared = wrappedSquare(
        goal[0] - place[0] + from[0] - to[0],
        goal[1] - place[1] + from[1] - to[1],
        goal[2] - place[2] + from[2] - to[2],
        matrix,
      );
      if (squared < least) {
        least = squared;
        nearest = other;
      }
    }
    if (nearest === -1 || taken[nearest] === 1) return undefined;
    taken[nearest] = 1;
    permutation.push(nearest);
  }
  return permutation;
}

/** Square of the length in Å² of a difference with its whole part rounded away. */
function wrappedSquare(x: number, y: number, z: number, matrix: Matrix3): number {
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  const u = x - Math.round(x);
  const v = y - Math.round(y);
  const w = z - Math.round(z);
  const dx = u * a[0] + v * b[0] + w * c[0];
  const dy = u * a[1] + v * b[1] + w * c[1];
  const dz = u * a[2] + v * b[2] + w * c[2];
  return dx * dx + dy * dy + dz * dz;
}

/** An operation with its translation at the mean over the sites. */
function describe(
  linear: Matrix3,
  permutation: readonly number[],
  turned: readonly Vector3[],
  places: readonly Vector3[],
  matrix: Matrix3,
): NearOperation {
  const ways = turned.map((place, site): Vector3 => {
    const goal = places[permutation[site] ?? 0] as Vector3;
    return [goal[0] - place[0], goal[1] - place[1], goal[2] - place[2]];
  });
  const [first] = ways as [Vector3];
  const count = ways.length;
  const mean: [number, number, number] = [0, 0, 0];
  const differences = ways.map(([x, y, z]): Vector3 => {
    const u = x - first[0] - Math.round(x - first[0]);
    const v = y - first[1] - Math.round(y - first[1]);
    const w = z - first[2] - Math.round(z - first[2]);
    mean[0] += u / count;
    mean[1] += v / count;
    mean[2] += w / count;
    return [u, v, w];
  });
  const misses = differences.map(([u, v, w]): Vector3 => [u - mean[0], v - mean[1], w - mean[2]]);
  const lengths = misses.map((miss) => Math.hypot(...multiplyRow(miss, matrix)));
  return {
    ...{ linear, permutation, misses },
    miss: Math.max(...lengths),
    key: keyOf(linear, permutation),
  };
}

/** The group that operations generate; undefined when one of its members misses too far. */
function closeOperations(
  generators: readonly NearOperation[],
  identity: NearOperation,
  complete: (linear: Matrix3, permutation: readonly number[]) => NearOperation,
  { largestMiss }: SnapBounds,
): ReadonlyMap<string, NearOperation> | undefined {
  const group = new Map([[identity.key, identity]]);
  const queue = [identity];
  for (let member = queue.pop(); member !== undefined; member = queue.pop()) {
    for (const generator of generators) {
      const linear = multiplyMatrices(member.linear, generator.linear);
      const { permutation } = member;
      const permuted = permutation.map((site) => generator.permutation[site] ?? -1);
      if (group.has(keyOf(linear, permuted))) continue;
      const product = complete(linear, permuted);
      if (!(product.miss <= largestMiss) || group.size >= largestPointGroup * permutation.length)
        return undefined;
      if (Math.abs(determinant(linear)) !== 1) return undefined;
      group.set(product.key, product);
      queue.push(product);
    }
  }
  return group;
}

/** Each site moved by the mean of what the operations of the group miss it by, in the cell with the mean metric. */
function average(
  structure: Structure,
  group: readonly NearOperation[],
  transformation: Matrix3,
): Structure {
  const { sites, lattice } = structure;
  const toReduced = invertWholeMatrix(transformation);
  const shifts = sites.map((): [number, number, number] => [0, 0, 0]);
  for (const { linear, misses } of group) {
    const back = invertWholeMatrix(linear);
    for (const [site, miss] of misses.entries()) {
      const [x, y, z] = multiplyRow(miss, back);
      const shift = shifts[site] as [number, number, number];
      shift[0] += x / group.length;
      shift[1] += y / group.length;
      shift[2] += z / group.length;
    }
  }
  // In the given basis; a rotation of columns is the transposed map of rows.
  const rotations = group.map(({ linear }) =>
    transpose(multiplyMatrices(multiplyMatrices(toReduced, linear), transformation)),
  );
  return {
    lattice: symmetrizeLattice(latticeFromMatrix(lattice.matrix), rotations),
    sites: sites.map((site, index) => {
      const [x, y, z] = site.fractional;
      const [u, v, w] = multiplyRow(shifts[index] ?? [0, 0, 0], transformation);
      return { ...site, fractional: [wrapNear(x + u), wrapNear(y + v), wrapNear(z + w)] };
    }),
  };
}

function transpose([a, b, c]: Matrix3): Matrix3 {
  return [
    [a[0], b[0], c[0]],
    [a[1], b[1], c[1]],
    [a[2], b[2], c[2]],
  ];
}
