import { createImageFinder } from "../distance/createImageFinder.ts";
import type { ImageFinder } from "../distance/createImageFinder.ts";
import { angleBetween } from "../geometry/angleBetween.ts";
import { determinant } from "../geometry/determinant.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import type { Matrix3 } from "../geometry/matrix3.ts";
import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import type { LatticeParameters } from "../lattice/lattice.ts";
import { latticeFromMatrix } from "../lattice/latticeFromMatrix.ts";
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
/** No limit to squared distances in Å², but below `forbidden`. */
const boundless = 1e9;

/**
 * The match with the least rms displacement within the tolerance, or the first that is found.
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
  const { lengthTolerance, angleTolerance, siteTolerance, mirrorImages, criterion } = settings;
  const multiple = large.size / small.size;
  // Both to the geometric mean of their volumes.
  const ratio = settings.scale ? (large.volume / (small.volume * multiple)) ** (1 / 6) : 1;
  const target = scaleMatrix(large.lattice.matrix, 1 / ratio);
  const smallMatrix = scaleMatrix(small.lattice.matrix, ratio);
  const targetShape = scaleShape(large.lattice, 1 / ratio);
  const mappings = [
    ...findLatticeMappings(smallMatrix, targetShape, multiple, lengthTolerance, angleTolerance),
    ...findOtherMappings(target, smallMatrix, targetShape, small, ratio, multiple, settings),
  ].filter((mapping) => mirrorImages || determinant(mapping) > 0); // Niggli cells are right-handed.
  let best: PreparedMatch | undefined;
  const search = (anchorKind: number): void => {
    for (const mapping of mappings) {
      const trial = createTrial(
        large,
        small,
        kindOf,
        anchorKind,
        target,
        smallMatrix,
        mapping,
        settings,
      );
      for (let index = 0; index < trial.translations; index++) {
        const match = trial.run(index);
        if (match === undefined || match[criterion] > siteTolerance) continue;
        if (best === undefined || match.rms < best.rms) best = match;
        if (any || match.rms < perfect) return;
      }
    }
  };
  // Any atom will do as anchor, but with large displacements one may succeed where another fails.
  const least = Math.min(...large.sizes);
  for (const [kind, size] of large.sizes.entries()) {
    if (size === least && best === undefined) search(kind);
  }
  return best;
}

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

/** One lattice mapping, ready for trial translations. */
interface Trial {
  /** How many translations there are to try. */
  readonly translations: number;
  /** The match that a translation leads to, if any. */
  readonly run: (index: number) => PreparedMatch | undefined;
}

function createTrial(
  large: PreparedStructure,
  small: PreparedStructure,
  kindOf: readonly number[],
  anchorKind: number,
  target: Matrix3,
  smallMatrix: Matrix3,
  mapping: Matrix3,
  { siteTolerance, criterion }: MatchSettings,
): Trial {
  const count = large.size;
  const multiple = count / small.size;
  const mean = meanMatrix(target, multiplyMatrices(mapping, smallMatrix));
  const unit = Math.cbrt(determinant(mean) / count);
  // Partners must be within twice the tolerance, for the anchors, on which the translation was fitted,
  // may be off by the tolerance themselves. |fᵢ| ≤ r |aᵢ*| tells most pairs apart.
  const radius = 2 * siteTolerance * unit;
  // For the rms, single sites may lie further away: as far as pymatgen looks for them.
  const limit = criterion === "max" ? radius ** 2 : boundless;
  const inverse = invertMatrix(mean);
  const [reachX, reachY, reachZ] = [0, 1, 2].map(
    (axis) => radius * Math.hypot(...inverse.map((row) => row[axis] ?? 0)),
  ) as unknown as Vector3;
  // Below half a cell, the wrapped difference is the only image that can be within the radius.
  const finder: ImageFinder | undefined =
    reachX < 0.5 && reachY < 0.5 && reachZ < 0.5
      ? undefined
      : createImageFinder(latticeFromMatrix(mean));
  const metric = gramMatrix(mean);
  const [xx, xy, xz] = metric[0];
  const [, yy, yz] = metric[1];
  const zz = metric[2][2];

  const fixed = large.coordinates;
  const moving = mapCoordinates(small, mapping, multiple);
  // Blocks of sites of one kind in both.
  const kindCount = large.sizes.length;
  const starts = new Int32Array(kindCount + 1);
  for (let kind = 0; kind < kindCount; kind++) {
    starts[kind + 1] = (starts[kind] ?? 0) + (large.sizes[kind] ?? 0);
  }
  const smallStarts = small.sizes.map((_, kind) =>
    small.sizes.slice(0, kind).reduce((sum, size) => sum + size * multiple, 0),
  );
  const blocks = kindOf.map((kind) => smallStarts[kind] ?? 0);
  // The block of partners of each row.
  const firsts = new Int32Array(count);
  const ends = new Int32Array(count);
  for (let kind = 0; kind < kindCount; kind++) {
    const block = blocks[kind] ?? 0;
    firsts.fill(block, starts[kind], starts[kind + 1]);
    ends.fill(block + (large.sizes[kind] ?? 0), starts[kind], starts[kind + 1]);
  }
  const constants = Float64Array.of(
    xx,
    yy,
    zz,
    2 * xy,
    2 * xz,
    2 * yz,
    reachX,
    reachY,
    reachZ,
    limit,
  );
  const anchor = 3 * (starts[anchorKind] ?? 0);

  let [tx, ty, tz] = [0, 0, 0];
  const difference = new Float64Array(3);
  /** Squared distance of a moving site from a fixed one; infinite when surely above the limit. */
  const squaredDistance = (row: number, column: number): number => {
    let dx = (moving[3 * column] ?? 0) + tx - (fixed[3 * row] ?? 0);
    let dy = (moving[3 * column + 1] ?? 0) + ty - (fixed[3 * row + 1] ?? 0);
    let dz = (moving[3 * column + 2] ?? 0) + tz - (fixed[3 * row + 2] ?? 0);
    dx -= Math.round(dx);
    if (dx > reachX || dx < -reachX) return Infinity;
    dy -= Math.round(dy);
    if (dy > reachY || dy < -reachY) return Infinity;
    dz -= Math.round(dz);
    if (dz > reachZ || dz < -reachZ) return Infinity;
    if (finder !== undefined) {
      const vector = multiplyRow(finder.nearest(dx, dy, dz), inverse);
      [dx, dy, dz] = vector;
    }
    difference[0] = dx;
    difference[1] = dy;
    difference[2] = dz;
    return (
      dx * dx * xx + dy * dy * yy + dz * dz * zz + 2 * (dx * dy * xy + dx * dz * xz + dy * dz * yz)
    );
  };

  const partners = new Int32Array(count);
  const owned = new Uint8Array(count);
  let start = 0; // Where the last trial failed, the next one often does.
  const run = (index: number): PreparedMatch | undefined => {
    const from = 3 * ((blocks[anchorKind] ?? 0) + index * multiple);
    tx = (fixed[anchor] ?? 0) - (moving[from] ?? 0);
    ty = (fixed[anchor + 1] ?? 0) - (moving[from + 1] ?? 0);
    tz = (fixed[anchor + 2] ?? 0) - (moving[from + 2] ?? 0);
    if (finder === undefined) {
      const failed = findPartners(
        fixed,
        moving,
        tx,
        ty,
        tz,
        constants,
        firsts,
        ends,
        start,
        partners,
      );
      if (failed !== -1) {
        start = failed;
        return undefined;
      }
    } else if (!findFarPartners()) return undefined;
    owned.fill(0);
    let contested = false;
    for (const partner of partners) {
      if (owned[partner] === 1) contested = true;
      owned[partner] = 1;
    }
    // When all nearest partners differ, they are the best assignment.
    if (contested && !assign()) return undefined;
    return measure();
  };

  const findFarPartners = (): boolean => {
    for (let row = 0; row < count; row++) {
      const end = ends[row] ?? 0;
      let nearest = -1;
      let least = limit;
      for (let column = firsts[row] ?? 0; column < end; column++) {
        const squared = squaredDistance(row, column);
        if (squared <= least) {
          least = squared;
          nearest = column;
        }
      }
      if (nearest === -1) return false;
      partners[row] = nearest;
    }
    return true;
  };

  /** One partner for each row with the least sum of squares; false when there is no such assignment. */
  const assign = (): boolean => {
    for (let kind = 0; kind < kindCount; kind++) {
      const first = starts[kind] ?? 0;
      const size = large.sizes[kind] ?? 0;
      const block = blocks[kind] ?? 0;
      const cost = new Float64Array(size * size);
      for (let row = 0; row < size; row++) {
        for (let column = 0; column < size; column++) {
          const squared = squaredDistance(first + row, block + column);
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

  const vectors = new Float64Array(3 * count);
  const measure = (): PreparedMatch => {
    let [sumX, sumY, sumZ] = [0, 0, 0];
    for (let row = 0; row < count; row++) {
      squaredDistance(row, partners[row] ?? 0);
      vectors.set(difference, 3 * row);
      sumX += difference[0] ?? 0;
      sumY += difference[1] ?? 0;
      sumZ += difference[2] ?? 0;
    }
    // The anchors are not the best fit; the common part of all displacements is a mere shift.
    const [meanX, meanY, meanZ] = [sumX / count, sumY / count, sumZ / count];
    let sum = 0;
    let largest = 0;
    for (let row = 0; row < count; row++) {
      const dx = (vectors[3 * row] ?? 0) - meanX;
      const dy = (vectors[3 * row + 1] ?? 0) - meanY;
      const dz = (vectors[3 * row + 2] ?? 0) - meanZ;
      const squared = Math.max(
        0,
        dx * dx * xx +
          dy * dy * yy +
          dz * dz * zz +
          2 * (dx * dy * xy + dx * dz * xz + dy * dz * yz),
      );
      sum += squared;
      if (squared > largest) largest = squared;
    }
    return {
      rms: Math.sqrt(sum / count) / unit,
      max: Math.sqrt(largest) / unit,
      unit,
      latticeMapping: mapping,
      shift: [tx - meanX, ty - meanY, tz - meanZ],
      partners: partners.map((column) => Math.floor(column / multiple)),
    };
  };
  return { translations: (large.sizes[anchorKind] ?? 0) / multiple, run };
}

/**
 * The nearest site of the right kind for each fixed site, where the wrapped difference is the nearest
 * image. A function of its own, with nothing but numbers and arrays, for speed.
 *
 * @returns -1, or the row that has no partner within reach
 */
function findPartners(
  fixed: Float64Array,
  moving: Float64Array,
  tx: number,
  ty: number,
  tz: number,
  constants: Float64Array,
  firsts: Int32Array,
  ends: Int32Array,
  start: number,
  partners: Int32Array,
): number {
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
      const squared =
        dx * dx * xx + dy * dy * yy + dz * dz * zz + dx * dy * xy + dx * dz * xz + dy * dz * yz;
      if (squared <= least) {
        least = squared;
        nearest = column;
      }
    }
    if (nearest === -1) return row;
    partners[row] = nearest;
  }
  return -1;
}

/** Coordinates of the smaller structure in the mapped cell; of a supercell the images one by one. */
function mapCoordinates(
  { coordinates, size }: PreparedStructure,
  mapping: Matrix3,
  multiple: number,
): Float64Array {
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] =
    multiple === 1 ? invertWholeMatrix(mapping) : invertMatrix(mapping);
  const points = multiple === 1 ? [[0, 0, 0] as const] : listLatticePoints(mapping, multiple);
  const mapped = new Float64Array(3 * size * multiple);
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
  return mapped;
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
