import { createImageFinder } from "../distance/createImageFinder.ts";
import { determinant } from "../geometry/determinant.ts";
import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { createLattice } from "../lattice/createLattice.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import { niggliReduce } from "../lattice/niggliReduce.ts";
import { reciprocalMatrix } from "../lattice/reciprocalMatrix.ts";
import { primitiveCell } from "../structure/primitiveCell.ts";
import { siteKinds } from "../structure/siteKinds.ts";
import type { Structure } from "../structure/structure.ts";
import { assignMinimumCost } from "./assignMinimumCost.ts";
import { findLatticeMappings } from "./findLatticeMappings.ts";

/** Tolerances and freedoms of a structure match, all set. */
export interface MatchSettings {
  readonly lengthTolerance: number;
  readonly angleTolerance: number;
  readonly siteTolerance: number;
  readonly scale: boolean;
  readonly primitive: boolean;
  readonly mirrorImages: boolean;
}

/** How well two structures match, in units of `(V / N)^(1/3)` of the mean cell. */
export interface StructureMatch {
  /** Root mean square displacement of the sites. */
  readonly rms: number;
  /** Largest displacement of a site. */
  readonly max: number;
}

/** Tolerance of the search for the primitive cell in Å, that of pymatgen. */
const primitiveTolerance = 0.25;
/** Cost of putting an atom on one of another kind or too far; finite, and larger than any other. */
const forbidden = 1e12;

/**
 * The best match of two structures, or the first that is good enough; undefined when there is none.
 *
 * @param left - one structure
 * @param right - the other
 * @param settings - tolerances and freedoms
 * @param measure - what must not exceed the site tolerance and is made small
 * @param any - whether the first match within the tolerance will do
 */
export function matchStructures(
  left: Structure,
  right: Structure,
  settings: MatchSettings,
  measure: "max" | "rms",
  any: boolean,
): StructureMatch | undefined {
  const first = prepare(left, settings.primitive);
  const second = prepare(right, settings.primitive);
  const count = first.kinds.length;
  if (
    count === 0 ||
    count !== second.kinds.length ||
    first.names.join("\n") !== second.names.join("\n") ||
    !sameCounts(first.kinds, second.kinds)
  ) {
    return undefined;
  }
  // Both to the geometric mean of their volumes.
  const ratio = settings.scale
    ? (latticeVolume(second.lattice) / latticeVolume(first.lattice)) ** (1 / 6)
    : 1;
  const lattice = scaleLattice(first.lattice, ratio);
  const secondLattice = scaleLattice(second.lattice, 1 / ratio);

  const counts = first.names.map((_, kind) => first.kinds.filter((k) => k === kind).length);
  const rarest = counts.indexOf(Math.min(...counts));
  const anchor = first.coordinates[first.kinds.indexOf(rarest)] ?? [0, 0, 0];
  let best: StructureMatch | undefined;
  for (const mapping of findLatticeMappings(
    secondLattice,
    lattice,
    settings.lengthTolerance,
    settings.angleTolerance,
  )) {
    const mapped = latticeFromMatrix(multiplyMatrices(mapping, secondLattice.matrix));
    if (
      !settings.mirrorImages &&
      Math.sign(determinant(mapped.matrix)) !== Math.sign(determinant(lattice.matrix))
    ) {
      continue;
    }
    const mean = meanLattice(lattice, mapped);
    const toMapped = invertWholeMatrix(mapping);
    const moved = second.coordinates.map((fractional) => multiplyRow(fractional, toMapped));
    const matcher = createMatcher(mean, first, second.kinds, settings.siteTolerance);
    for (const [index, fractional] of moved.entries()) {
      if (second.kinds[index] !== rarest) continue;
      const match = matcher(moved, [
        anchor[0] - fractional[0],
        anchor[1] - fractional[1],
        anchor[2] - fractional[2],
      ]);
      if (match === undefined || match[measure] > settings.siteTolerance) continue;
      if (any) return match;
      if (best === undefined || match[measure] < best[measure]) best = match;
    }
  }
  return best;
}

/** A structure in the form that the search needs. */
interface Prepared {
  readonly lattice: Lattice;
  readonly coordinates: readonly Vector3[];
  readonly kinds: readonly number[];
  readonly names: readonly string[];
}

function prepare(structure: Structure, primitive: boolean): Prepared {
  const smallest = primitive
    ? primitiveCell(structure, { tolerance: primitiveTolerance })
    : structure;
  const { lattice, transformation } = niggliReduce(smallest.lattice);
  const toReduced = invertWholeMatrix(transformation);
  const { ofSite, names } = siteKinds(smallest);
  return {
    lattice,
    coordinates: smallest.sites.map(({ fractional }) => multiplyRow(fractional, toReduced)),
    kinds: ofSite,
    names,
  };
}

function sameCounts(left: readonly number[], right: readonly number[]): boolean {
  const sorted = right.toSorted((a, b) => a - b);
  return left.toSorted((a, b) => a - b).every((kind, index) => kind === sorted[index]);
}

function scaleLattice(lattice: Lattice, factor: number): Lattice {
  const [a, b, c] = lattice.matrix;
  const scale = ([x, y, z]: Vector3): Vector3 => [x * factor, y * factor, z * factor];
  const matrix: Matrix3 = [scale(a), scale(b), scale(c)];
  return latticeFromMatrix(matrix);
}

function meanLattice(left: Lattice, right: Lattice): Lattice {
  return createLattice({
    a: (left.a + right.a) / 2,
    b: (left.b + right.b) / 2,
    c: (left.c + right.c) / 2,
    alpha: (left.alpha + right.alpha) / 2,
    beta: (left.beta + right.beta) / 2,
    gamma: (left.gamma + right.gamma) / 2,
  });
}

/** Prepares the one-to-one matching of sites in one cell; the result takes trial translations. */
function createMatcher(
  mean: Lattice,
  first: Prepared,
  secondKinds: readonly number[],
  siteTolerance: number,
): (coordinates: readonly Vector3[], translation: Vector3) => StructureMatch | undefined {
  const count = first.kinds.length;
  const unit = Math.cbrt(latticeVolume(mean) / count);
  const { nearest } = createImageFinder(mean);
  // Partners must be within twice the tolerance, for the anchors, on which the translation was fitted, may
  // be off by the tolerance themselves. |fᵢ| ≤ r |aᵢ*| tells most pairs apart without a search for images.
  const radius = 2 * siteTolerance * unit;
  const reach = reciprocalMatrix(mean).map((row) => radius * Math.hypot(...row));
  const [reachX = 0, reachY = 0, reachZ = 0] = reach;
  const off = (x: number): number => Math.abs(x - Math.round(x));
  const cost = new Float64Array(count * count).fill(forbidden);
  const vectors: Vector3[] = [];
  let start = 0; // Where the last trial failed, the next one often does.
  return (coordinates, [tx, ty, tz]) => {
    for (let step = 0; step < count; step++) {
      const row = (start + step) % count;
      const [x, y, z] = first.coordinates[row] ?? [0, 0, 0];
      let hasPartner = false;
      for (const [column, other] of coordinates.entries()) {
        if (first.kinds[row] !== secondKinds[column]) continue;
        const pair = row * count + column;
        cost[pair] = forbidden;
        const [dx, dy, dz] = [other[0] + tx - x, other[1] + ty - y, other[2] + tz - z];
        if (off(dz) > reachZ || off(dy) > reachY || off(dx) > reachX) continue;
        const vector = nearest(dx, dy, dz);
        const squared = vector[0] ** 2 + vector[1] ** 2 + vector[2] ** 2;
        if (squared > radius ** 2) continue;
        vectors[pair] = vector;
        cost[pair] = squared;
        hasPartner = true;
      }
      if (!hasPartner) {
        start = row;
        return undefined;
      }
    }
    const assigned = [...assignMinimumCost(cost, count)].map((column, row) => row * count + column);
    if (assigned.some((pair) => cost[pair] === forbidden)) return undefined;
    const pairs = assigned.map((pair): Vector3 => vectors[pair] ?? [0, 0, 0]);
    // The anchors are not the best fit; the common part of all displacements is a mere shift.
    const shift = [0, 1, 2].map(
      (axis) => pairs.reduce((sum, vector) => sum + (vector[axis] ?? 0), 0) / count,
    );
    const squares = pairs.map((vector) =>
      vector.reduce((sum, value, axis) => sum + (value - (shift[axis] ?? 0)) ** 2, 0),
    );
    return {
      rms: Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / count) / unit,
      max: Math.sqrt(Math.max(...squares)) / unit,
    };
  };
}
