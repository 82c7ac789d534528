import { createImageFinder } from "../distance/createImageFinder.ts";
import { createSiteFinder } from "../distance/createSiteFinder.ts";
import { determinant } from "../geometry/determinant.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import { rowReduce } from "../geometry/rowReduce.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { wrapFractional } from "../geometry/wrapFractional.ts";
import type { Lattice } from "../lattice/lattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { reduceBasis } from "../lattice/reduceBasis.ts";
import { siteKinds } from "./siteKinds.ts";
import type { Site, Structure } from "./structure.ts";

/** Options of {@link primitiveCell}. */
export interface PrimitiveCellOptions {
  /** How far in Å an atom may miss the image of another of its kind; 0.01 by default. */
  readonly tolerance?: number;
}

/**
 * The primitive cell: the smallest cell whose translations map every atom onto one of its kind.
 *
 * @param structure - any structure; sites are of one kind when they hold the same species with the same
 *   occupancies and charges
 * @param options - the tolerance
 * @returns the crystal in its primitive cell, at the same place in space, with the three shortest
 *   vectors as basis, right-handed; the given structure itself when it is primitive already
 * @throws RangeError when the tolerance is negative or not a number
 *
 * @remarks
 * Found from translations alone, without a search for other symmetry, so a large tolerance does no harm to
 * the rest of the crystal: only positions of atoms that become one are averaged. When the translations
 * found within the tolerance do not form a group, the structure is returned as it is. Of merged sites the
 * first keeps its label. pymatgen's `get_primitive_structure` has a tolerance of 0.25 Å.
 *
 * @example
 * ```ts
 * primitiveCell(rockSaltConventional).sites.length; // 2
 * ```
 */
export function primitiveCell(
  structure: Structure,
  { tolerance = 0.01 }: PrimitiveCellOptions = {},
): Structure {
  if (!(tolerance >= 0)) {
    throw new RangeError(`The tolerance must be zero or positive, not ${tolerance}.`);
  }
  const { lattice, sites } = structure;
  const { ofSite, names } = siteKinds(structure);
  const counts = new Array<number>(names.length).fill(0);
  for (const kind of ofSite) counts[kind] = (counts[kind] ?? 0) + 1;
  const divisor = counts.reduce(commonDivisor, 0);
  if (divisor <= 1) return structure;
  const positions = sites.map(({ fractional }) => fractional);
  const rarestKind = counts.indexOf(Math.min(...counts));
  const findSites = createSiteFinder(lattice, positions, tolerance);
  const translations = findTranslations(positions, ofSite, rarestKind, findSites);
  const order = translations.length;
  if (order <= 1 || divisor % order !== 0) return structure;
  // In a group of this order every translation is a whole number of 1 / order.
  const basis = rowReduce([
    [order, 0, 0],
    [0, order, 0],
    [0, 0, order],
    ...translations.map(([x, y, z]): Vector3 => [
      Math.round(x * order),
      Math.round(y * order),
      Math.round(z * order),
    ]),
  ]);
  if (Math.round(Math.abs(determinant(basis))) !== order ** 2) return structure;
  const relative = basis.map((row) => row.map((value) => value / order)) as unknown as Matrix3;
  const { matrix, transformation } = reduceBasis(multiplyMatrices(relative, lattice.matrix));
  const primitive = latticeFromMatrix(matrix);
  const toPrimitive = invertMatrix(multiplyMatrices(transformation, relative));
  const moved = positions.map((fractional) => multiplyRow(fractional, toPrimitive));
  const merged = mergeSites(sites, moved, ofSite, primitive, { order, tolerance });
  return merged === undefined ? structure : { lattice: primitive, sites: merged };
}

const zero: Vector3 = [0, 0, 0];

/**
 * The translations that map every site onto one of its kind, each as the step from the first site of the
 * rarest kind to another. Only generators are tried on all sites; their multiples and sums are followed
 * from site to site, and stand the test when sites are merged.
 */
function findTranslations(
  positions: readonly Vector3[],
  ofSite: readonly number[],
  rarestKind: number,
  findSites: (place: Vector3) => readonly number[],
): readonly Vector3[] {
  const origin = ofSite.indexOf(rarestKind);
  const start = positions[origin] ?? zero;
  const stepTo = (site: number): Vector3 => add(positions[site] ?? zero, start, -1);
  const siteAt = (step: Vector3): number | undefined =>
    findSites(add(start, step)).find((site) => ofSite[site] === rarestKind);
  const group = new Map([[origin, zero]]);
  for (const [candidate, kind] of ofSite.entries()) {
    if (kind !== rarestKind || group.has(candidate)) continue;
    const generator = stepTo(candidate);
    const isTranslation = positions.every((from, index) =>
      findSites(add(from, generator)).some((at) => ofSite[at] === ofSite[index]),
    );
    if (!isTranslation) continue;
    const known = [...group.values()];
    let end: number | undefined = candidate;
    while (end !== undefined && !group.has(end)) {
      const step = stepTo(end);
      for (const other of known) {
        const site = siteAt(add(step, other));
        if (site !== undefined) group.set(site, stepTo(site));
      }
      // The step itself is among these, unless no site is where it leads.
      group.set(end, step);
      end = siteAt(add(step, generator));
    }
  }
  return [...group.values()];
}

/** One site for each group of `order` sites that coincide; undefined when they do not fall in such groups. */
function mergeSites(
  sites: readonly Site[],
  positions: readonly Vector3[],
  ofSite: readonly number[],
  lattice: Lattice,
  { order, tolerance }: { readonly order: number; readonly tolerance: number },
): readonly Site[] | undefined {
  const { nearest } = createImageFinder(lattice);
  const toFractional = invertMatrix(lattice.matrix);
  const findSites = createSiteFinder(lattice, positions, tolerance);
  const taken = new Set<number>();
  const merged: Site[] = [];
  for (const [index, site] of sites.entries()) {
    if (taken.has(index)) continue;
    const from = positions[index] ?? zero;
    let sum: Vector3 = zero;
    let count = 0;
    for (const other of findSites(from)) {
      if (taken.has(other) || ofSite[other] !== ofSite[index]) continue;
      const to = positions[other] ?? zero;
      taken.add(other);
      sum = add(sum, nearest(to[0] - from[0], to[1] - from[1], to[2] - from[2]));
      count++;
    }
    if (count !== order) return undefined;
    const shift = multiplyRow([sum[0] / count, sum[1] / count, sum[2] / count], toFractional);
    const [x, y, z] = add(from, shift);
    merged.push({
      ...site,
      fractional: [wrapFractional(x), wrapFractional(y), wrapFractional(z)],
    });
  }
  return merged;
}

function add(left: Vector3, right: Vector3, factor = 1): Vector3 {
  return [left[0] + factor * right[0], left[1] + factor * right[1], left[2] + factor * right[2]];
}

function commonDivisor(left: number, right: number): number {
  return right === 0 ? left : commonDivisor(right, left % right);
}
