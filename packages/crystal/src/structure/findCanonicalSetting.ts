import { angleBetween } from "../geometry/angleBetween.ts";
import { crossProduct } from "../geometry/crossProduct.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";

/** Steps per lattice vector in the coarse comparison of coordinates. */
const gridSteps = 96;
/**
 * Steps by which the edges between grid points lie lower than half-way. Coordinates like 0.234375 =
 * 22.5 / 96 lie on an edge but for rounding errors, which then would decide; none lies on a moved edge.
 * It is far above rounding errors (1e-12) and below the steps of coordinates with eight decimals (3e-7).
 */
const edgeShift = 1e-7;
const halfStep = 0.5 + edgeShift;
/** Coordinates and relative metrics that differ by less are the same in the fine comparison. */
const fineTolerance = 1e-9;
/** Longer lists are left to the sort of the engine. */
const longestInsertionSort = 32;

/** The way to write a crystal down that is its canonical form. */
export interface CanonicalSetting {
  /** Change of basis from the Niggli cell. */
  readonly basis: Matrix3;
  /** The sites in canonical order, as indices into the input. */
  readonly order: readonly number[];
  /**
   * Fractional coordinates of the sites in this order, three each, from -1/192 to 1; overwritten by the
   * next search, and perhaps longer than needed.
   */
  readonly coordinates: Float64Array;
}

/**
 * Of all settings (bases times origins) the one with the smallest list of sites; see
 * `canonicalizeStructure`.
 *
 * Sites are sorted by kind from the start, so that lists are compared kind by kind and no further than
 * needed. Bases share their axes (24 of a cube have six), so coordinates are worked out by axis.
 *
 * @param bases - changes of basis with entries -1, 0, 1 and determinant 1
 * @param matrix - rows of the Niggli cell
 * @param reduced - fractional coordinates in it, three for each site
 * @param kindOfSite - kind of each site, 0, 1, 2 and so on
 * @param kindCount - number of kinds
 * @param origins - sites that may be the origin, ascending
 */
export function findCanonicalSetting(
  bases: readonly Matrix3[],
  matrix: Matrix3,
  reduced: Float64Array,
  kindOfSite: readonly number[],
  kindCount: number,
  origins: readonly number[],
): CanonicalSetting {
  const count = kindOfSite.length;
  reserve(count, kindCount, bases.length);
  sortByKind(kindOfSite, kindCount);
  const axisCount = findAxes(bases);
  projectSites(reduced, count, axisCount);
  const ties = findSmallestOnGrid(bases.length, origins, count, kindCount, axisCount);
  return chooseSetting(ties, bases, matrix, count, kindCount);
}

// What the search works on, kept from crystal to crystal: to allocate takes longer than to search. Functions
// with loops take them as constants first, which the compiler need not look up again at each step.
/** Indices of the sites, sorted by kind. */
let sites = new Int32Array(0);
/** Place of each site in `sites`. */
let placeOfSite = new Int32Array(0);
/** Where each kind begins in `sites`; one more entry says where the last one ends. */
let starts = new Int32Array(0);
/** For each basis the codes of its three rows, see {@link codeOf}. */
let codes = new Int32Array(0);
/** For each basis its three axes, as indices. */
let axes = new Int32Array(0);
/** The axes: a coordinate in a basis is that of a site times one of these vectors. */
const axisVectors = new Float64Array(3 * 125);
/** For each possible axis one more than its index; zero between crystals. */
const axisOfCode = new Int32Array(125);
/** Vector product of any two rows of -1, 0 and 1, by their codes: `25 (x + 2) + 5 (y + 2) + z + 2`. */
const products = new Uint8Array(27 * 27);
for (let first = 0; first < 27; first++) {
  for (let second = 0; second < 27; second++) {
    const [x, y, z] = crossProduct(rowOf(first), rowOf(second));
    products[27 * first + second] = 25 * (x + 2) + 5 * (y + 2) + z + 2;
  }
}
/** Coordinates of all sites along each axis. */
let along = new Float64Array(0);
/** The same from one origin, on the grid. */
let grid = new Int32Array(0);
/** That origin, as its place in `sites`, if there was only one; else -1. */
let gridOrigin = -1;
/** Keys of the smallest list: place on the grid, sorted within each kind. */
let smallest = new Int32Array(0);
/** Keys of another list. */
let keys = new Int32Array(0);
/** Where the sites of a list stand in `sites`. */
let places = new Int32Array(0);
/** Exact coordinates of two lists, the best one and another. */
let lists: readonly [Float64Array, Float64Array] = [new Float64Array(0), new Float64Array(0)];

function reserve(count: number, kindCount: number, basisCount: number): void {
  if (count > sites.length) {
    sites = new Int32Array(count);
    placeOfSite = new Int32Array(count);
    smallest = new Int32Array(count);
    keys = new Int32Array(count);
    places = new Int32Array(count);
    lists = [new Float64Array(3 * count), new Float64Array(3 * count)];
  }
  if (kindCount >= starts.length) starts = new Int32Array(kindCount + 1);
  if (3 * basisCount > axes.length) {
    axes = new Int32Array(3 * basisCount);
    codes = new Int32Array(3 * basisCount);
  }
}

function sortByKind(kindOfSite: readonly number[], kindCount: number): void {
  let place = 0;
  for (let kind = 0; kind < kindCount; kind++) {
    starts[kind] = place;
    for (let site = 0; site < kindOfSite.length; site++) {
      if (kindOfSite[site] !== kind) continue;
      placeOfSite[site] = place;
      sites[place++] = site;
    }
  }
  starts[kindCount] = place;
}

/**
 * The distinct columns of the inverse bases. They are the vector products of the rows, as the determinant
 * is 1.
 */
function findAxes(bases: readonly Matrix3[]): number {
  let axisCount = 0;
  for (let basis = 0; basis < bases.length; basis++) {
    const rows = bases[basis] as Matrix3;
    const a = codeOf(rows[0]);
    const b = codeOf(rows[1]);
    const c = codeOf(rows[2]);
    codes[3 * basis] = a;
    codes[3 * basis + 1] = b;
    codes[3 * basis + 2] = c;
    for (let axis = 0; axis < 3; axis++) {
      const pair = axis === 0 ? 27 * b + c : axis === 1 ? 27 * c + a : 27 * a + b;
      const code = products[pair] as number;
      let index = axisOfCode[code] as number;
      if (index === 0) {
        axisVectors[3 * axisCount] = Math.floor(code / 25) - 2;
        axisVectors[3 * axisCount + 1] = (Math.floor(code / 5) % 5) - 2;
        axisVectors[3 * axisCount + 2] = (code % 5) - 2;
        index = ++axisCount;
        axisOfCode[code] = index;
      }
      axes[3 * basis + axis] = index - 1;
    }
  }
  axisOfCode.fill(0);
  return axisCount;
}

function projectSites(reduced: Float64Array, count: number, axisCount: number): void {
  if (axisCount * count > along.length) {
    along = new Float64Array(axisCount * count);
    grid = new Int32Array(axisCount * count);
  }
  const exact = along;
  const order = sites;
  for (let axis = 0, at = 0; axis < axisCount; axis++) {
    const vx = axisVectors[3 * axis] as number;
    const vy = axisVectors[3 * axis + 1] as number;
    const vz = axisVectors[3 * axis + 2] as number;
    for (let place = 0; place < count; place++, at++) {
      const site = 3 * (order[place] as number);
      const x = reduced[site] as number;
      const y = reduced[site + 1] as number;
      const z = reduced[site + 2] as number;
      exact[at] = x * vx + y * vy + z * vz;
    }
  }
}

/** All settings with the smallest list on the grid, as `basis * count + place of the origin`, ascending. */
function findSmallestOnGrid(
  basisCount: number,
  origins: readonly number[],
  count: number,
  kindCount: number,
  axisCount: number,
): readonly number[] {
  const exact = along;
  const steps = grid;
  smallest.fill(0x7fffffff, 0, count);
  const ties: number[] = [];
  for (const site of origins) {
    const origin = placeOfSite[site] as number;
    for (let axis = 0, at = 0; axis < axisCount; axis++) {
      const start = exact[at + origin] as number;
      for (let place = 0; place < count; place++, at++) {
        steps[at] = toGrid((exact[at] as number) - start);
      }
    }
    for (let basis = 0; basis < basisCount; basis++) {
      const order = compareOnGrid(basis, count, kindCount);
      if (order > 0) continue;
      if (order < 0) {
        const other = smallest;
        smallest = keys;
        keys = other;
        ties.length = 0;
      }
      ties.push(basis * count + origin);
    }
  }
  gridOrigin = origins.length === 1 ? (placeOfSite[origins[0] as number] as number) : -1;
  return origins.length > 1 && ties.length > 1 ? ties.sort((left, right) => left - right) : ties;
}

/** Compares the list of a setting with the smallest one. */
function compareOnGrid(basis: number, count: number, kindCount: number): number {
  const steps = grid;
  const found = keys;
  const best = smallest;
  const x = (axes[3 * basis] as number) * count;
  const y = (axes[3 * basis + 1] as number) * count;
  const z = (axes[3 * basis + 2] as number) * count;
  let order = 0;
  for (let kind = 0; kind < kindCount; kind++) {
    const from = starts[kind] as number;
    const to = starts[kind + 1] as number;
    const isShort = to - from <= longestInsertionSort;
    for (let place = from; place < to; place++) {
      const xy = (steps[x + place] as number) * gridSteps + (steps[y + place] as number);
      const key = xy * gridSteps + (steps[z + place] as number);
      let at = place;
      for (; isShort && at > from && (found[at - 1] as number) > key; at--) {
        found[at] = found[at - 1] as number;
      }
      found[at] = key;
    }
    if (!isShort) keys.subarray(from, to).sort();
    for (let at = from; order === 0 && at < to; at++) {
      order = (found[at] as number) - (best[at] as number);
    }
    if (order > 0) return order;
  }
  return order;
}

/** Of settings that are equal on the grid the one with the smallest metric, then exact coordinates. */
function chooseSetting(
  ties: readonly number[],
  bases: readonly Matrix3[],
  matrix: Matrix3,
  count: number,
  kindCount: number,
): CanonicalSetting {
  const isCrowded = findCrowding(kindCount);
  let best: { basis: number; order: number[]; list: Float64Array } | undefined;
  let list = lists[0];
  // Equal by symmetry, or nearly so: only now are exact numbers compared.
  let isFirst = true;
  for (const tie of ties) {
    const basis = Math.floor(tie / count);
    let cellOrder = 0;
    if (best !== undefined && best.basis !== basis) {
      if (isFirst) forgetShapes(bases.length);
      isFirst = false;
      cellOrder = compareCells(basis, best.basis, matrix);
      if (cellOrder > 0) continue;
    }
    const rival = cellOrder < 0 ? undefined : best?.list;
    const origin = tie % count;
    const isSmaller = isCrowded
      ? listCrowded(basis, origin, count, kindCount, list, rival)
      : listSites(basis, origin, count, kindCount, list, rival);
    if (!isSmaller) continue;
    const order = best?.order ?? new Array<number>(count);
    for (let at = 0; at < count; at++) order[at] = sites[places[at] as number] as number;
    const free = best?.list ?? lists[1];
    best = { basis, order, list };
    list = free;
  }
  const basis = best === undefined ? undefined : bases[best.basis];
  if (best === undefined || basis === undefined) {
    throw new RangeError("A lattice has at least the identity.");
  }
  return { basis, order: best.order, coordinates: best.list };
}

/**
 * Fills in the sorted list of exact coordinates; false, and the list unfinished, when it is not smaller
 * than a rival.
 */
function listSites(
  basis: number,
  origin: number,
  count: number,
  kindCount: number,
  list: Float64Array,
  rival: Float64Array | undefined,
): boolean {
  const exact = along;
  const steps = grid;
  const found = keys;
  const sorted = places;
  const x = (axes[3 * basis] as number) * count;
  const y = (axes[3 * basis + 1] as number) * count;
  const z = (axes[3 * basis + 2] as number) * count;
  const startX = exact[x + origin] as number;
  const startY = exact[y + origin] as number;
  const startZ = exact[z + origin] as number;
  let order = rival === undefined ? -1 : 0;
  for (let kind = 0; kind < kindCount; kind++) {
    const from = starts[kind] as number;
    const to = starts[kind + 1] as number;
    for (let place = from; place < to; place++) {
      let stepX = steps[x + place] as number;
      let stepY = steps[y + place] as number;
      let stepZ = steps[z + place] as number;
      if (gridOrigin !== origin) {
        stepX = toGrid((exact[x + place] as number) - startX);
        stepY = toGrid((exact[y + place] as number) - startY);
        stepZ = toGrid((exact[z + place] as number) - startZ);
      }
      found[place] = (stepX * gridSteps + stepY) * gridSteps + stepZ;
    }
    sortPlaces(from, to);
    for (let at = from; at < to; at++) {
      const place = sorted[at] as number;
      const movedX = wrapOnGrid((exact[x + place] as number) - startX);
      const movedY = wrapOnGrid((exact[y + place] as number) - startY);
      const movedZ = wrapOnGrid((exact[z + place] as number) - startZ);
      if (order === 0 && rival !== undefined) {
        order = compare(movedX, rival[3 * at] as number);
        if (order === 0) order = compare(movedY, rival[3 * at + 1] as number);
        if (order === 0) order = compare(movedZ, rival[3 * at + 2] as number);
        if (order > 0) return false;
      }
      list[3 * at] = movedX;
      list[3 * at + 1] = movedY;
      list[3 * at + 2] = movedZ;
    }
  }
  return order < 0;
}

/** The same when atoms of one kind lie within a grid step: disorder, or a crystal that is not one. */
function listCrowded(
  basis: number,
  origin: number,
  count: number,
  kindCount: number,
  list: Float64Array,
  rival: Float64Array | undefined,
): boolean {
  listSites(basis, origin, count, kindCount, list, undefined);
  const exact = new Float64Array(3 * count);
  const keyOf = new Int32Array(count);
  for (let at = 0; at < count; at++) {
    const place = places[at] as number;
    keyOf[place] = smallest[at] as number;
    for (let axis = 0; axis < 3; axis++) exact[3 * place + axis] = list[3 * at + axis] as number;
  }
  for (let kind = 0; kind < kindCount; kind++) {
    const from = starts[kind] as number;
    const sorted = Array.from(places.subarray(from, starts[kind + 1])).sort(
      (left, right) =>
        (keyOf[left] as number) - (keyOf[right] as number) ||
        compareLists(
          exact.subarray(3 * left, 3 * left + 3),
          exact.subarray(3 * right, 3 * right + 3),
          3,
        ),
    );
    places.set(sorted, from);
  }
  for (let at = 0; at < count; at++) {
    const place = places[at] as number;
    for (let axis = 0; axis < 3; axis++) list[3 * at + axis] = exact[3 * place + axis] as number;
  }
  return rival === undefined || compareLists(list, rival, 3 * count) < 0;
}

function findCrowding(kindCount: number): boolean {
  for (let kind = 0; kind < kindCount; kind++) {
    const to = starts[kind + 1] as number;
    for (let at = (starts[kind] as number) + 1; at < to; at++) {
      if (smallest[at] === smallest[at - 1]) return true;
    }
  }
  return false;
}

/** Position on the grid, 0 to `gridSteps - 1`. */
function toGrid(x: number): number {
  const step = ((x - Math.floor(x)) * gridSteps + halfStep) | 0;
  return step === gridSteps ? 0 : step;
}

/** Into the cell; what lies within half a grid step below 1 counts as just below 0, as on the grid. */
function wrapOnGrid(x: number): number {
  return x - Math.floor(x + halfStep / gridSteps);
}

/** Fills `places` between two indices with these indices, sorted by their keys, which it sorts too. */
function sortPlaces(from: number, to: number): void {
  const found = keys;
  const sorted = places;
  if (to - from > longestInsertionSort) {
    // Key and place in one number, which sorts faster than an array of indices with a callback.
    const both = new Float64Array(to - from);
    for (let place = from; place < to; place++) {
      both[place - from] = (found[place] as number) * to + place;
    }
    both.sort().forEach((value, index) => (sorted[from + index] = value % to));
    return;
  }
  for (let place = from; place < to; place++) {
    const key = found[place] as number;
    let at = place;
    for (; at > from && (found[at - 1] as number) > key; at--) {
      found[at] = found[at - 1] as number;
      sorted[at] = sorted[at - 1] as number;
    }
    found[at] = key;
    sorted[at] = place;
  }
}

/** Order of two numbers; those within the tolerance are equal. */
function compare(left: number, right: number): number {
  if (left < right - fineTolerance) return -1;
  return left > right + fineTolerance ? 1 : 0;
}

/** Lexicographic order of two lists; numbers within the tolerance are equal. */
function compareLists(left: Float64Array, right: Float64Array, length: number): number {
  for (let index = 0; index < length; index++) {
    const order = compare(left[index] as number, right[index] as number);
    if (order !== 0) return order;
  }
  return 0;
}

/** Shapes of the cells, six numbers each; the first one is zero where not known. */
let shapes = new Float64Array(0);
/** Length of the lattice vector of a row, by its code; zero where not known. */
const lengths = new Float64Array(27);
/** Angle between two rows, by their codes; zero where not known. */
const angles = new Float64Array(27 * 27);

/** Forgets the cells of the crystal before. */
function forgetShapes(basisCount: number): void {
  if (6 * basisCount > shapes.length) shapes = new Float64Array(6 * basisCount);
  else for (let basis = 0; basis < basisCount; basis++) shapes[6 * basis] = 0;
  lengths.fill(0);
  angles.fill(0);
}

/** Order of two cells by lengths, then angles. */
function compareCells(left: number, right: number, matrix: Matrix3): number {
  describeCell(left, matrix);
  describeCell(right, matrix);
  for (let index = 0; index < 6; index++) {
    const order = compare(shapes[6 * left + index] as number, shapes[6 * right + index] as number);
    if (order !== 0) return order;
  }
  return 0;
}

/** Works out the shape of a cell, as numbers of the size of 1, so that one tolerance fits them all. */
function describeCell(basis: number, matrix: Matrix3): void {
  const at = 6 * basis;
  if (shapes[at] !== 0) return;
  const first = codes[3 * basis] as number;
  const second = codes[3 * basis + 1] as number;
  const third = codes[3 * basis + 2] as number;
  const a = lengthOf(first, matrix);
  const b = lengthOf(second, matrix);
  const c = lengthOf(third, matrix);
  const scale = Math.cbrt(a * b * c);
  shapes[at] = a / scale;
  shapes[at + 1] = b / scale;
  shapes[at + 2] = c / scale;
  shapes[at + 3] = angleOf(second, third, matrix) / 60;
  shapes[at + 4] = angleOf(first, third, matrix) / 60;
  shapes[at + 5] = angleOf(first, second, matrix) / 60;
}

// Cells share their rows. A row and its opposite have one length, and two rows the same angle in either
// order, to the last bit.
function lengthOf(code: number, matrix: Matrix3): number {
  const known = lengths[code] as number;
  if (known !== 0) return known;
  const vector = multiplyRow(rowOf(code), matrix);
  const length = Math.hypot(vector[0], vector[1], vector[2]);
  lengths[code] = length;
  lengths[26 - code] = length;
  return length;
}

function angleOf(first: number, second: number, matrix: Matrix3): number {
  const known = angles[27 * first + second] as number;
  if (known !== 0) return known;
  const angle = angleBetween(multiplyRow(rowOf(first), matrix), multiplyRow(rowOf(second), matrix));
  angles[27 * first + second] = angle;
  angles[27 * second + first] = angle;
  angles[27 * (26 - first) + 26 - second] = angle;
  angles[27 * (26 - second) + 26 - first] = angle;
  return angle;
}

/** A number from 0 to 26 for a row of -1, 0 and 1; those of opposite rows add up to 26. */
function codeOf(row: Vector3): number {
  return 9 * row[0] + 3 * row[1] + row[2] + 13;
}

/** The row with a code. */
function rowOf(code: number): Vector3 {
  return [Math.floor(code / 9) - 1, (Math.floor(code / 3) % 3) - 1, (code % 3) - 1];
}
