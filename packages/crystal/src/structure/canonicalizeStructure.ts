import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { createLattice } from "../lattice/createLattice.ts";
import { findMetricSymmetries } from "../lattice/findMetricSymmetries.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
import { niggliReduce } from "../lattice/niggliReduce.ts";
import { siteKinds } from "./siteKinds.ts";
import type { Site, Structure } from "./structure.ts";

/** Cells whose metric differs by less than this share are alternatives, so that a ≈ b is no cliff. */
const metricTolerance = 0.02;
/** Steps per lattice vector in the coarse comparison of coordinates. */
const gridSteps = 96;
/**
 * Steps by which the edges between grid points lie lower than half-way. Coordinates like 0.234375 =
 * 22.5 / 96 lie on an edge but for rounding errors, which then would decide; none lies on a moved edge.
 * It is far above rounding errors (1e-12) and below the steps of coordinates with eight decimals (3e-7).
 */
const edgeShift = 1e-7;
/** Coordinates and relative metrics that differ by less are the same in the fine comparison. */
const fineTolerance = 1e-9;
/** Coordinates this little below 1 become 0; see the remarks. */
const wrapTolerance = 1e-6;

/** One way to write the crystal down. */
interface Setting {
  /** Change of basis from the Niggli cell. */
  readonly basis: Matrix3;
  /** Fractional coordinates of all sites, three each, in the order of the input. */
  readonly coordinates: Float64Array;
  /** The sites in canonical order, as indices into the input. */
  readonly order: readonly number[];
}

/**
 * The canonical form of a crystal: the same crystal in a Niggli cell, with a canonical choice of axes,
 * origin and order of sites.
 *
 * @param structure - any structure, ordered or not
 * @returns the same crystal, rotated and shifted but never mirrored, with as many sites as given (a
 *   supercell stays one); an atom of the rarest kind is at the origin
 *
 * @remarks
 * Kinds of sites (elements, in an ordered crystal) are ordered by ascending Pauling electronegativity,
 * those without one last, ties by atomic number. Tried are all proper whole changes of basis with
 * entries -1, 0, 1 that keep the metric of the Niggli cell within 2 %, and all origins on an atom of
 * the rarest kind (of equally rare ones the most electropositive). Each gives a list of (kind, x, y, z)
 * with coordinates rounded to 1/96, sorted; the lexicographically smallest list is chosen, and among
 * equal ones the smallest metric and then the smallest unrounded coordinates. So the returned cell may
 * miss the Niggli conditions by 2 %.
 *
 * Two descriptions of one crystal (other origin, site order, unimodular basis, rotation) give the same
 * result up to rounding errors: so it was for all 50,551 crystals of the Materials Project that were
 * tried. Coordinates on the edge between two of the rounded ones, odd multiples of 1/192, are rounded up.
 * Coordinates less than 1e-6 below 1 are set to 0, which moves an atom by at most 1e-6 of the cell and,
 * in 6 of the 50,551, made a nearly equal setting the smallest: there the canonical form of the canonical
 * form differs by up to 0.005.
 * Labels and charges stay with their sites. The lattice is oriented as {@link createLattice} does.
 *
 * @example
 * ```ts
 * canonicalizeStructure(rockSaltConventional).sites.length; // 8
 * ```
 */
export function canonicalizeStructure(structure: Structure): Structure {
  const { lattice, transformation } = niggliReduce(structure.lattice);
  const sites = structure.sites;
  if (sites.length === 0) return { lattice: createLattice(lattice), sites: [] };
  const kinds = siteKinds(structure);
  const reduced = changeBasis(
    Float64Array.from(sites.flatMap(({ fractional }) => fractional)),
    transformation,
  );
  const setting = findSetting(
    findMetricSymmetries(lattice.matrix, metricTolerance),
    lattice.matrix,
    reduced,
    kinds.ofSite,
    findOrigins(kinds.ofSite, kinds.names.length),
  );
  const matrix = multiplyMatrices(setting.basis, lattice.matrix);
  return {
    lattice: createLattice(latticeFromMatrix(matrix)),
    sites: setting.order.map((index) => moveSite(sites, index, setting.coordinates)),
  };
}

function moveSite(sites: readonly Site[], index: number, coordinates: Float64Array): Site {
  const site = sites[index];
  if (site === undefined) throw new RangeError(`There is no site ${index}.`);
  const wrap = (x = 0): number => {
    const wrapped = x - Math.floor(x + wrapTolerance);
    return wrapped > 0 ? wrapped : 0;
  };
  const at = 3 * index;
  return {
    ...site,
    fractional: [wrap(coordinates[at]), wrap(coordinates[at + 1]), wrap(coordinates[at + 2])],
  };
}

/** Fractional coordinates for the basis `transformation · old`. */
function changeBasis(coordinates: Float64Array, transformation: Matrix3): Float64Array {
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = invertWholeMatrix(transformation);
  const changed = new Float64Array(coordinates.length);
  for (let at = 0; at < coordinates.length; at += 3) {
    const x = coordinates[at] ?? 0;
    const y = coordinates[at + 1] ?? 0;
    const z = coordinates[at + 2] ?? 0;
    changed[at] = x * xx + y * yx + z * zx;
    changed[at + 1] = x * xy + y * yy + z * zy;
    changed[at + 2] = x * xz + y * yz + z * zz;
  }
  return changed;
}

/** The sites of the rarest kind; of equally rare kinds the first. */
function findOrigins(kindOfSite: readonly number[], kindCount: number): readonly number[] {
  const counts = new Array<number>(kindCount).fill(0);
  for (const kind of kindOfSite) counts[kind] = (counts[kind] ?? 0) + 1;
  const rarest = counts.indexOf(Math.min(...counts));
  return [...kindOfSite.keys()].filter((index) => kindOfSite[index] === rarest);
}

/** The setting with the smallest list of sites. */
function findSetting(
  bases: readonly Matrix3[],
  matrix: Matrix3,
  reduced: Float64Array,
  kindOfSite: readonly number[],
  origins: readonly number[],
): Setting {
  const count = kindOfSite.length;
  const kindKeys = Float64Array.from(kindOfSite, (kind) => kind * gridSteps ** 3);
  const keys = new Float64Array(count);
  const smallest = new Float64Array(count).fill(Infinity);
  let ties: { basis: Matrix3; inBasis: Float64Array; origin: number }[] = [];
  for (const basis of bases) {
    const inBasis = changeBasis(reduced, basis);
    for (const origin of origins) {
      const originX = inBasis[3 * origin] ?? 0;
      const originY = inBasis[3 * origin + 1] ?? 0;
      const originZ = inBasis[3 * origin + 2] ?? 0;
      for (let site = 0; site < count; site++) {
        const x = toGrid((inBasis[3 * site] ?? 0) - originX);
        const y = toGrid((inBasis[3 * site + 1] ?? 0) - originY);
        const z = toGrid((inBasis[3 * site + 2] ?? 0) - originZ);
        keys[site] = (kindKeys[site] ?? 0) + (x * gridSteps + y) * gridSteps + z;
      }
      keys.sort();
      const order = compareArrays(keys, smallest, 0);
      if (order < 0) {
        smallest.set(keys);
        ties = [];
      }
      if (order <= 0) ties.push({ basis, inBasis, origin });
    }
  }
  // Equal on the grid: equivalent by symmetry, or nearly so. Only now are exact numbers compared.
  let best: Setting | undefined;
  let bestCell: Float64Array | undefined;
  let bestList: Float64Array | undefined;
  let previous: { readonly basis: Matrix3; readonly cell: Float64Array } | undefined;
  for (const { basis, inBasis, origin } of ties) {
    // Ties come in runs of one basis.
    if (previous?.basis !== basis) previous = { basis, cell: describeCell(basis, matrix) };
    const { cell } = previous;
    const cellOrder = bestCell === undefined ? -1 : compareArrays(cell, bestCell, fineTolerance);
    if (cellOrder > 0) continue;
    const coordinates = moveOrigin(inBasis, origin);
    const order = orderSites(coordinates, kindOfSite);
    const list = new Float64Array(coordinates.length);
    for (const [index, site] of order.entries()) {
      for (let axis = 0; axis < 3; axis++) {
        list[3 * index + axis] = coordinates[3 * site + axis] ?? 0;
      }
    }
    if (
      bestList === undefined ||
      cellOrder < 0 ||
      compareArrays(list, bestList, fineTolerance) < 0
    ) {
      best = { basis, coordinates, order };
      bestCell = cell;
      bestList = list;
    }
  }
  if (best === undefined) throw new RangeError("A lattice has at least the identity.");
  return best;
}

/** Position on the grid, 0 to `gridSteps - 1`. */
function toGrid(x: number): number {
  const step = Math.floor((x - Math.floor(x)) * gridSteps + (0.5 + edgeShift));
  return step === gridSteps ? 0 : step;
}

/** The shape of a cell as numbers of the size of 1, so that one tolerance fits them all. */
function describeCell(basis: Matrix3, matrix: Matrix3): Float64Array {
  const { a, b, c, alpha, beta, gamma } = latticeFromMatrix(multiplyMatrices(basis, matrix));
  const scale = Math.cbrt(a * b * c);
  return Float64Array.of(a / scale, b / scale, c / scale, alpha / 60, beta / 60, gamma / 60);
}

/** Coordinates from a site; those within half a grid step below 1 count as just below 0, as on the grid. */
function moveOrigin(coordinates: Float64Array, origin: number): Float64Array {
  const moved = new Float64Array(coordinates.length);
  for (let axis = 0; axis < 3; axis++) {
    const start = coordinates[3 * origin + axis] ?? 0;
    for (let at = axis; at < coordinates.length; at += 3) {
      const x = (coordinates[at] ?? 0) - start;
      moved[at] = x - Math.floor(x + (0.5 + edgeShift) / gridSteps);
    }
  }
  return moved;
}

/** Indices of the sites by kind, then position on the grid, then exact position. */
function orderSites(coordinates: Float64Array, kindOfSite: readonly number[]): readonly number[] {
  const count = kindOfSite.length;
  const keys = new Float64Array(count);
  for (let site = 0; site < count; site++) {
    const x = toGrid(coordinates[3 * site] ?? 0);
    const y = toGrid(coordinates[3 * site + 1] ?? 0);
    const z = toGrid(coordinates[3 * site + 2] ?? 0);
    const kind = kindOfSite[site] ?? 0;
    // Key and index in one number, which sorts faster than an array of indices with a callback.
    keys[site] = (((kind * gridSteps + x) * gridSteps + y) * gridSteps + z) * count + site;
  }
  keys.sort();
  const order = Array.from(keys, (key) => key % count);
  const crowded = keys.some(
    (key, index) => Math.floor(key / count) === Math.floor((keys[index - 1] ?? -1) / count),
  );
  if (!crowded) return order;
  // Two atoms of one kind within a grid step: disorder, or a crystal that is not one.
  const keyOf = new Map(order.map((site, index) => [site, Math.floor((keys[index] ?? 0) / count)]));
  return order.sort(
    (left, right) =>
      (keyOf.get(left) ?? 0) - (keyOf.get(right) ?? 0) ||
      compareArrays(
        coordinates.subarray(3 * left, 3 * left + 3),
        coordinates.subarray(3 * right, 3 * right + 3),
        fineTolerance,
      ),
  );
}

/** Lexicographic order of two arrays of one length; numbers within the tolerance are equal. */
function compareArrays(left: Float64Array, right: Float64Array, tolerance: number): number {
  for (let index = 0; index < left.length; index++) {
    const a = left[index] ?? 0;
    const b = right[index] ?? 0;
    if (a < b - tolerance) return -1;
    if (a > b + tolerance) return 1;
  }
  return 0;
}
