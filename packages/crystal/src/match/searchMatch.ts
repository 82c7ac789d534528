import { angleBetween } from "../geometry/angleBetween.ts";
import { determinant } from "../geometry/determinant.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { LatticeParameters } from "../lattice/lattice.ts";
import { gramMatrix } from "../geometry/gramMatrix.ts";
import { assignMinimumCost } from "./assignMinimumCost.ts";
import { findLatticeMappings } from "./findLatticeMappings.ts";
import type { PreparedStructure } from "./prepareStructure.ts";
import type { MatchSettings } from "./resolveMatchOptions.ts";

/** A match of two prepared structures. */
export interface PreparedMatch {
  /** Root mean square displacement in units of `unit`. */
  readonly rms: number;
  /** Largest displacement in units of `unit`. */
  readonly max: number;
  /** `(V / N)^(1/3)` of the mean cell in Å. */
  readonly unit: number;
  /** Whole; `lattice mapping · smaller cell` is nearly the larger cell. */
  readonly latticeMapping: Matrix3;
  /** Moves sites of the smaller structure, given in the mapped cell, onto the larger one. */
  readonly shift: Vector3;
  /** For each site of the larger cell the site of the smaller one that lies on it. */
  readonly partners: Int32Array;
}

/** Cost of putting an atom on one of another kind or too far; finite, and larger than any other. */
const forbidden = 1e12;
/** A match this good (in rms, relative) need not be improved: coordinates in files are no better. */
const perfect = 1e-7;
/** Cells of more sites are so large that it does not matter which kind of atom serves as anchor. */
const largestSmallCell = 20;
/** No limit to squared distances in Å², but below `forbidden`. */
const boundless = 1e9;

/**
 * The match with the least rms displacement within the tolerance (of equal ones that with the least
 * strain), or the first that is found.
 *
 * @param large - the structure with more sites (or as many)
 * @param small - the other
 * @param kindOf - the kind of `small` that each kind of `large` must meet
 * @param settings - tolerances and freedoms
 * @param any - whether the first match within the tolerance will do
 */
export function searchMatch(
  large: PreparedStructure,
  small: PreparedStructure,
  kindOf: readonly number[],
  settings: MatchSettings,
  any: boolean,
): PreparedMatch | undefined {
  const { lengthTolerance, angleTolerance, mirrorImages } = settings;
  const multiple = large.size / small.size;
  // Both to the geometric mean of their volumes.
  const ratio = settings.scale ? (large.volume / (small.volume * multiple)) ** (1 / 6) : 1;
  const target = scaleMatrix(large.lattice.matrix, 1 / ratio);
  const smallMatrix = scaleMatrix(small.lattice.matrix, ratio);
  const targetShape = scaleShape(large.lattice, 1 / ratio);
  const found = [
    ...findLatticeMappings(smallMatrix, targetShape, multiple, lengthTolerance, angleTolerance),
    ...findOtherMappings(target, smallMatrix, targetShape, small, ratio, multiple, settings),
  ].filter((mapping) => mirrorImages || determinant(mapping) > 0); // Niggli cells are right-handed.
  const mappings = any ? found : sortByStrain(found, smallMatrix, target);
  if (mappings.length === 0) return undefined;
  const trial = createTrial(large, small, kindOf, settings);
  let best: PreparedMatch | undefined;
  const search = (anchorKind: number): void => {
    const translations = (large.sizes[anchorKind] ?? 0) / multiple;
    for (const mapping of mappings) {
      trial.setCell(mapping, meanMatrix(target, multiplyMatrices(mapping, smallMatrix)));
      for (let index = 0; index < translations; index++) {
        const match = trial.run(anchorKind, index, best);
        if (match === undefined) continue;
        best = match;
        if (any || match.rms < perfect) return;
      }
    }
  };
  // Any atom will do as anchor, but with displacements as large as a small cell one may succeed where
  // another fails.
  const least = Math.min(...large.sizes);
  for (const [kind, size] of large.sizes.entries()) {
    if (size !== least) continue;
    search(kind);
    if (best !== undefined || large.size > largestSmallCell) break;
  }
  return best;
}

/** The mappings that need the least strain first: of equally good matches the first is kept. */
function sortByStrain(
  mappings: readonly Matrix3[],
  smallMatrix: Matrix3,
  target: Matrix3,
): readonly Matrix3[] {
  if (mappings.length < 2) return mappings;
  const wanted = gramMatrix(target);
  return mappings
    .map((mapping) => {
      const metric = gramMatrix(multiplyMatrices(mapping, smallMatrix));
      let strain = 0;
      for (const row of axes) {
        for (const column of axes) {
          const difference = metric[row][column] - wanted[row][column];
          strain += difference ** 2 / (wanted[row][row] * wanted[column][column]);
        }
      }
      return { mapping, strain };
    })
    .sort((left, right) => left.strain - right.strain)
    .map(({ mapping }) => mapping);
}

const axes = [0, 1, 2] as const;

/**
 * Cells of the larger lattice that resemble the Niggli cell of the smaller, when it is not so the other
 * way round too: without them the answer would depend on the order of the two.
 */
function findOtherMappings(
  target: Matrix3,
  smallMatrix: Matrix3,
  targetShape: LatticeParameters,
  small: PreparedStructure,
  ratio: number,
  multiple: number,
  { lengthTolerance, angleTolerance }: MatchSettings,
): readonly Matrix3[] {
  if (multiple !== 1) return [];
  const shape = scaleShape(small.lattice, ratio);
  return findLatticeMappings(target, shape, 1, lengthTolerance, angleTolerance)
    .map(invertWholeMatrix)
    .filter(
      (mapping) =>
        !isSimilar(
          multiplyMatrices(mapping, smallMatrix),
          targetShape,
          lengthTolerance,
          angleTolerance,
        ),
    );
}

/** Whether a cell has been found by {@link findLatticeMappings} for the same target. */
function isSimilar(
  [a, b, c]: Matrix3,
  target: LatticeParameters,
  lengthTolerance: number,
  angleTolerance: number,
): boolean {
  const factor = 1 + lengthTolerance;
  const near = (vector: Vector3, length: number): boolean => {
    const relative = Math.hypot(...vector) / length;
    return relative <= factor && relative >= 1 / factor;
  };
  const within = (left: Vector3, right: Vector3, angle: number): boolean =>
    Math.abs(angleBetween(left, right) - angle) <= angleTolerance;
  return (
    near(a, target.a) &&
    near(b, target.b) &&
    near(c, target.c) &&
    within(b, c, target.alpha) &&
    within(a, c, target.beta) &&
    within(a, b, target.gamma)
  );
}

/** Tries translations in one cell after the other; arrays are made once for all. */
interface Trial {
  /** Takes the next lattice mapping, with the mean of the two cells. */
  readonly setCell: (mapping: Matrix3, mean: Matrix3) => void;
  /** The match that a translation leads to, if there is one and it is better than the best so far. */
  readonly run: (
    anchorKind: number,
    index: number,
    best: PreparedMatch | undefined,
  ) => PreparedMatch | undefined;
}

function createTrial(
  large: PreparedStructure,
  small: PreparedStructure,
  kindOf: readonly number[],
  { siteTolerance, criterion }: MatchSettings,
): Trial {
  const count = large.size;
  const multiple = count / small.size;
  const fixed = large.coordinates;
  const moving = new Float64Array(3 * count);
  const kindCount = large.sizes.length;
  const starts = listStarts(large.sizes, 1);
  const smallStarts = listStarts(small.sizes, multiple);
  const blocks = kindOf.map((kind) => smallStarts[kind] ?? 0);
  const scan: Scan = {
    fixed,
    moving,
    firsts: new Int32Array(count),
    ends: new Int32Array(count),
    constants: new Float64Array(10),
    partners: new Int32Array(count),
  };
  const { firsts, ends, constants, partners } = scan;
  for (let kind = 0; kind < kindCount; kind++) {
    const block = blocks[kind] ?? 0;
    const end = (starts[kind] ?? 0) + (large.sizes[kind] ?? 0);
    firsts.fill(block, starts[kind], end);
    ends.fill(block + (large.sizes[kind] ?? 0), starts[kind], end);
  }
  const owned = new Uint8Array(count);
  const differences = new Float64Array(3 * count);
  const difference = new Float64Array(3);
  let mapping = identity;
  let unit = 1;
  let limit = 0;
  let start = 0; // Where the last trial failed, the next one often does.

  const setCell = (next: Matrix3, mean: Matrix3): void => {
    mapping = next;
    mapCoordinates(small, mapping, multiple, moving);
    unit = Math.cbrt(determinant(mean) / count);
    // Partners must be within twice the tolerance, for the anchors, on which the translation was fitted,
    // may be off by the tolerance themselves. |fᵢ| ≤ r |aᵢ*| tells most pairs apart.
    const radius = 2 * siteTolerance * unit;
    // For the rms, single sites may lie further away: as far as pymatgen looks for them.
    limit = criterion === "max" ? radius ** 2 : boundless;
    const [a, b, c] = invertMatrix(mean);
    const metric = gramMatrix(mean);
    constants[0] = metric[0][0];
    constants[1] = metric[1][1];
    constants[2] = metric[2][2];
    constants[3] = 2 * metric[0][1];
    constants[4] = 2 * metric[0][2];
    constants[5] = 2 * metric[1][2];
    constants[6] = radius * Math.hypot(a[0], b[0], c[0]);
    constants[7] = radius * Math.hypot(a[1], b[1], c[1]);
    constants[8] = radius * Math.hypot(a[2], b[2], c[2]);
    constants[9] = limit;
  };

  const run = (
    anchorKind: number,
    index: number,
    best: PreparedMatch | undefined,
  ): PreparedMatch | undefined => {
    const anchor = 3 * (starts[anchorKind] ?? 0);
    const from = 3 * ((blocks[anchorKind] ?? 0) + index * multiple);
    const tx = (fixed[anchor] ?? 0) - (moving[from] ?? 0);
    const ty = (fixed[anchor + 1] ?? 0) - (moving[from + 1] ?? 0);
    const tz = (fixed[anchor + 2] ?? 0) - (moving[from + 2] ?? 0);
    // With displacements v and their mean m, the sum of squares that remains is S = Σv² - N m². The
    // anchor lies on its partner before m is taken away, so m² ≤ S, and m² ≤ tolerance² if all
    // displacements must be. Hence an upper limit to Σv², known before partners are assigned.
    const tolerance2 = siteTolerance ** 2;
    const largest = count * Math.min(tolerance2, best === undefined ? Infinity : best.rms ** 2);
    const shiftLimit = criterion === "max" ? Math.min(tolerance2, largest) : largest;
    const sumLimit = (largest + count * shiftLimit) * unit ** 2 * (1 + 1e-6);
    const failed = findPartners(scan, tx, ty, tz, start, sumLimit);
    if (failed !== -1) {
      start = failed;
      return undefined;
    }
    owned.fill(0);
    let contested = false;
    for (const partner of partners) {
      if (owned[partner] === 1) contested = true;
      owned[partner] = 1;
    }
    // When all nearest partners differ, they are the best assignment.
    if (contested && !(isReached(tx, ty, tz) && assign(tx, ty, tz))) return undefined;

    let [meanX, meanY, meanZ] = [0, 0, 0];
    for (let row = 0; row < count; row++) {
      findImage(scan, row, partners[row] ?? 0, tx, ty, tz, difference);
      const dx = difference[0] ?? 0;
      const dy = difference[1] ?? 0;
      const dz = difference[2] ?? 0;
      differences[3 * row] = dx;
      differences[3 * row + 1] = dy;
      differences[3 * row + 2] = dz;
      meanX += dx / count;
      meanY += dy / count;
      meanZ += dz / count;
    }
    // The anchors are not the best fit; the common part of all displacements is a mere shift.
    let sum = 0;
    let furthest = 0;
    for (let row = 0; row < count; row++) {
      const squared = squareLength(
        constants,
        (differences[3 * row] ?? 0) - meanX,
        (differences[3 * row + 1] ?? 0) - meanY,
        (differences[3 * row + 2] ?? 0) - meanZ,
      );
      sum += squared;
      if (squared > furthest) furthest = squared;
    }
    const rms = Math.sqrt(Math.max(0, sum) / count) / unit;
    const max = Math.sqrt(furthest) / unit;
    if ((criterion === "max" ? max : rms) > siteTolerance) return undefined;
    if (best !== undefined && rms >= best.rms) return undefined;
    return {
      rms,
      max,
      unit,
      latticeMapping: mapping,
      shift: [tx - meanX, ty - meanY, tz - meanZ],
      partners: partners.map((column) => Math.floor(column / multiple)),
    };
  };

  /** Whether all moving sites that are nobody's nearest have at least some partner within reach. */
  const isReached = (tx: number, ty: number, tz: number): boolean => {
    for (let kind = 0; kind < kindCount; kind++) {
      const first = starts[kind] ?? 0;
      const size = large.sizes[kind] ?? 0;
      const block = blocks[kind] ?? 0;
      for (let column = block; column < block + size; column++) {
        if (owned[column] === 1) continue;
        let row = first;
        while (
          row < first + size &&
          !(findImage(scan, row, column, tx, ty, tz, difference) <= limit)
        ) {
          row++;
        }
        if (row === first + size) return false;
      }
    }
    return true;
  };

  /** One partner for each row with the least sum of squares; false when there is no such assignment. */
  const assign = (tx: number, ty: number, tz: number): boolean => {
    for (let kind = 0; kind < kindCount; kind++) {
      const first = starts[kind] ?? 0;
      const size = large.sizes[kind] ?? 0;
      const block = blocks[kind] ?? 0;
      const cost = new Float64Array(size * size);
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          const squared = findImage(scan, first + row, block + column, tx, ty, tz, difference);
          cost[row * size + column] = squared <= limit ? squared : forbidden;
        }
      }
      const columns = assignMinimumCost(cost, size);
      for (let row = 0; row < size; row++) {
        const column = columns[row] ?? 0;
        if (cost[row * size + column] === forbidden) return false;
        partners[first + row] = block + column;
      }
    }
    return true;
  };
  return { setCell, run };
}

/** What the innermost loops need: nothing but arrays of numbers, for speed. */
interface Scan {
  /** Fractional coordinates of the sites that stay. */
  readonly fixed: Float64Array;
  /** Fractional coordinates of the sites that are shifted. */
  readonly moving: Float64Array;
  /** The first possible partner of each fixed site. */
  readonly firsts: Int32Array;
  /** One after the last. */
  readonly ends: Int32Array;
  /** xx, yy, zz, 2xy, 2xz, 2yz of the metric; the reach along x, y, z; the limit to squared distances. */
  readonly constants: Float64Array;
  /** The partner of each fixed site: the result. */
  readonly partners: Int32Array;
}

/**
 * The nearest site of the right kind for each fixed site.
 *
 * @returns -1, or the row where the search failed: no partner within reach, or the sum of squared
 *   distances above its limit
 */
function findPartners(
  scan: Scan,
  tx: number,
  ty: number,
  tz: number,
  start: number,
  sumLimit: number,
): number {
  const { fixed, moving, firsts, ends, constants, partners } = scan;
  const count = partners.length;
  const xx = constants[0] ?? 0;
  const yy = constants[1] ?? 0;
  const zz = constants[2] ?? 0;
  const xy = constants[3] ?? 0;
  const xz = constants[4] ?? 0;
  const yz = constants[5] ?? 0;
  const reachX = constants[6] ?? 0;
  const reachY = constants[7] ?? 0;
  const reachZ = constants[8] ?? 0;
  const limit = constants[9] ?? 0;
  // Below half a cell, the wrapped difference is the only image within reach.
  const single = reachX < 0.5 && reachY < 0.5 && reachZ < 0.5;
  let sum = 0;
  for (let step = 0; step < count; step++) {
    const row = start + step < count ? start + step : start + step - count;
    const x = (fixed[3 * row] ?? 0) - tx;
    const y = (fixed[3 * row + 1] ?? 0) - ty;
    const z = (fixed[3 * row + 2] ?? 0) - tz;
    const end = ends[row] ?? 0;
    let nearest = -1;
    let least = limit;
    for (let column = firsts[row] ?? 0; column < end; column++) {
      let dx = (moving[3 * column] ?? 0) - x;
      dx -= Math.round(dx);
      if (dx > reachX || dx < -reachX) continue;
      let dy = (moving[3 * column + 1] ?? 0) - y;
      dy -= Math.round(dy);
      if (dy > reachY || dy < -reachY) continue;
      let dz = (moving[3 * column + 2] ?? 0) - z;
      dz -= Math.round(dz);
      if (dz > reachZ || dz < -reachZ) continue;
      const squared = single
        ? dx * dx * xx + dy * dy * yy + dz * dz * zz + dx * dy * xy + dx * dz * xz + dy * dz * yz
        : findNearestImage(constants, dx, dy, dz, undefined);
      if (squared <= least) {
        least = squared;
        nearest = column;
      }
    }
    if (nearest === -1) return row;
    sum += least;
    if (sum > sumLimit) return row;
    partners[row] = nearest;
  }
  return -1;
}

/** Squared distance of a moving site from a fixed one, with the difference; infinite out of reach. */
function findImage(
  { fixed, moving, constants }: Scan,
  row: number,
  column: number,
  tx: number,
  ty: number,
  tz: number,
  difference: Float64Array,
): number {
  const dx = (moving[3 * column] ?? 0) + tx - (fixed[3 * row] ?? 0);
  const dy = (moving[3 * column + 1] ?? 0) + ty - (fixed[3 * row + 1] ?? 0);
  const dz = (moving[3 * column + 2] ?? 0) + tz - (fixed[3 * row + 2] ?? 0);
  return findNearestImage(
    constants,
    dx - Math.round(dx),
    dy - Math.round(dy),
    dz - Math.round(dz),
    difference,
  );
}

/** The least squared length of a wrapped difference plus lattice vectors, within reach on each axis. */
function findNearestImage(
  constants: Float64Array,
  dx: number,
  dy: number,
  dz: number,
  difference: Float64Array | undefined,
): number {
  const reachX = constants[6] ?? 0;
  const reachY = constants[7] ?? 0;
  const reachZ = constants[8] ?? 0;
  let least = Infinity;
  for (let x = dx - Math.floor(dx + reachX); x <= reachX; x++) {
    for (let y = dy - Math.floor(dy + reachY); y <= reachY; y++) {
      for (let z = dz - Math.floor(dz + reachZ); z <= reachZ; z++) {
        const squared = squareLength(constants, x, y, z);
        if (squared < least) {
          least = squared;
          if (difference === undefined) continue;
          difference[0] = x;
          difference[1] = y;
          difference[2] = z;
        }
      }
    }
  }
  return least;
}

function squareLength(constants: Float64Array, x: number, y: number, z: number): number {
  return (
    x * x * (constants[0] ?? 0) +
    y * y * (constants[1] ?? 0) +
    z * z * (constants[2] ?? 0) +
    x * y * (constants[3] ?? 0) +
    x * z * (constants[4] ?? 0) +
    y * z * (constants[5] ?? 0)
  );
}

/** Where the sites of each kind begin. */
function listStarts(sizes: readonly number[], multiple: number): readonly number[] {
  let next = 0;
  return sizes.map((size) => {
    const start = next;
    next += size * multiple;
    return start;
  });
}

const identity: Matrix3 = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** Coordinates of the smaller structure in the mapped cell; of a supercell the images one by one. */
function mapCoordinates(
  { coordinates, size }: PreparedStructure,
  mapping: Matrix3,
  multiple: number,
  mapped: Float64Array,
): void {
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] =
    multiple === 1 ? invertWholeMatrix(mapping) : invertMatrix(mapping);
  const points = multiple === 1 ? [[0, 0, 0] as const] : listLatticePoints(mapping, multiple);
  let at = 0;
  for (let site = 0; site < 3 * size; site += 3) {
    for (const [px, py, pz] of points) {
      const x = (coordinates[site] ?? 0) + px;
      const y = (coordinates[site + 1] ?? 0) + py;
      const z = (coordinates[site + 2] ?? 0) + pz;
      mapped[at] = x * xx + y * yx + z * zx;
      mapped[at + 1] = x * xy + y * yy + z * zy;
      mapped[at + 2] = x * xz + y * yz + z * zz;
      at += 3;
    }
  }
}

/** One whole vector of each class of lattice vectors that differ by vectors of the supercell. */
function listLatticePoints(mapping: Matrix3, multiple: number): readonly Vector3[] {
  // The adjugate times the determinant is whole, so classes are told apart without rounding.
  const [a, b, c] = invertMatrix(mapping).map((row) =>
    row.map((value) => Math.round(value * multiple)),
  ) as unknown as [Vector3, Vector3, Vector3];
  const found = new Map<string, Vector3>();
  for (let x = 0; x < multiple && found.size < multiple; x++) {
    for (let y = 0; y < multiple && found.size < multiple; y++) {
      for (let z = 0; z < multiple && found.size < multiple; z++) {
        const residue = [0, 1, 2].map((axis) => {
          const value = x * (a[axis] ?? 0) + y * (b[axis] ?? 0) + z * (c[axis] ?? 0);
          return value - multiple * Math.floor(value / multiple);
        });
        const text = residue.join();
        if (!found.has(text)) found.set(text, [x, y, z]);
      }
    }
  }
  return [...found.values()];
}

/**
 * A cell with the mean metric of two; its orientation is of no interest. Unlike the mean of lengths and
 * angles, that of metrics is the same in every basis, hence for both directions of the comparison.
 */
function meanMatrix(left: Matrix3, right: Matrix3): Matrix3 {
  const first = gramMatrix(left);
  const second = gramMatrix(right);
  const at = (row: 0 | 1 | 2, column: 0 | 1 | 2): number =>
    (first[row][column] + second[row][column]) / 2;
  // Cholesky: lower triangular rows, right-handed.
  const ax = Math.sqrt(at(0, 0));
  const bx = at(1, 0) / ax;
  const by = Math.sqrt(at(1, 1) - bx ** 2);
  const cx = at(2, 0) / ax;
  const cy = (at(2, 1) - bx * cx) / by;
  return [
    [ax, 0, 0],
    [bx, by, 0],
    [cx, cy, Math.sqrt(at(2, 2) - cx ** 2 - cy ** 2)],
  ];
}

function scaleMatrix([a, b, c]: Matrix3, factor: number): Matrix3 {
  const scale = ([x, y, z]: Vector3): Vector3 => [x * factor, y * factor, z * factor];
  return [scale(a), scale(b), scale(c)];
}

function scaleShape(
  { a, b, c, alpha, beta, gamma }: LatticeParameters,
  factor: number,
): LatticeParameters {
  return { a: a * factor, b: b * factor, c: c * factor, alpha, beta, gamma };
}
