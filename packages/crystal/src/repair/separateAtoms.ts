import { CrystalError } from "../crystalError.ts";
import { createCellGrid } from "../distance/createCellGrid.ts";
import { visitPairs } from "../distance/visitPairs.ts";
import { invertMatrix } from "../geometry/invertMatrix.ts";
import { multiplyRow } from "../geometry/multiplyRow.ts";
import type { Vector3 } from "../geometry/vector3.ts";
import { wrapFractional } from "../geometry/wrapFractional.ts";
import type { Structure } from "../structure/structure.ts";
import type { Displacement } from "./displacement.ts";
import { measureDisplacement } from "./measureDisplacement.ts";
import { pairTargets } from "./pairTargets.ts";

/** Targets are exceeded by this share, or forces would vanish before they are reached. */
const margin = 0.02;
/** Share of the overlap by which a pair is moved apart in one step. */
const rate = 0.3;
/** No atom moves farther in one step, in Å. */
const longestStep = 0.15;
/** Pairs beyond their targets by less than this, in Å, are watched between searches. */
const skin = 0.6;
/** A smaller gain of the least ratio is none. */
const smallestGain = 1e-9;
/** Atoms nearer than this, in Å, have no direction to be pushed in. */
const coincident = 1e-6;

/** How {@link separateAtoms} works. */
export interface SeparateAtomsOptions {
  /** Least distance of two atoms as a share of the sum of their covalent radii; 0.75 by default. */
  readonly ratio?: number;
  /** Least distance of any two atoms in Å; 0.6 by default. */
  readonly minimumDistance?: number;
  /** Most steps of one relaxation; 300 by default. */
  readonly maximumSteps?: number;
}

/** What {@link separateAtoms} did. */
export interface AtomSeparation {
  /** The crystal with its atoms apart; the given object when nothing had to be done or nothing helped. */
  readonly structure: Structure;
  /** Whether all pairs have their distances now. */
  readonly reached: boolean;
  /** Least `distance / target` of two atoms before; infinite where no pair is near. */
  readonly ratioBefore: number;
  /** The same afterwards; never less. */
  readonly ratioAfter: number;
  /** Steps that led to the result. */
  readonly steps: number;
  /** How far the atoms moved. */
  readonly displacement: Displacement;
}

/**
 * Pushes atoms apart that are too near each other, with the cell fixed.
 *
 * @param structure - any crystal
 * @param options - see {@link SeparateAtomsOptions}
 * @returns the crystal and what was done
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_SITE` when a coordinate is not finite,
 *   `CRYSTAL_UNKNOWN_ELEMENT`
 * @throws RangeError when an option is not positive
 *
 * @remarks
 * Gradient steps on `Σ max(0, t - d)² / 2` over the pairs of atoms nearer than their targets
 * `t = max(minimumDistance, ratio (r₁ + r₂))` (2 % more while it works), periodic images included, until all
 * have them. Of all steps the one with the largest least ratio is kept, so that the least ratio never falls;
 * where it cannot be raised, the structure stays as it was. No random numbers; atoms at the same place are
 * parted in a direction that follows from their indices. Distances between images of one atom belong to the
 * cell, and cannot be changed here. A second call changes nothing: a relaxation that does not reach the
 * targets is repeated from its best step until that is no better. Symmetry is kept, as forces have the symmetry
 * of the crystal, unless atoms coincide. This is no physics beyond "atoms do not overlap".
 *
 * @example
 * ```ts
 * const { structure, ratioBefore, ratioAfter } = separateAtoms(decoded);
 * checkValidity(structure, { minimumCovalentRatio: 0.7 }).valid; // true, when `reached`
 * ```
 */
export function separateAtoms(
  structure: Structure,
  options: SeparateAtomsOptions = {},
): AtomSeparation {
  const { ratio = 0.75, minimumDistance = 0.6, maximumSteps = 300 } = options;
  for (const [name, value] of Object.entries({ ratio, minimumDistance, maximumSteps })) {
    if (!(value > 0 && value < Infinity)) {
      throw new RangeError(`${name} must be positive and finite, not ${value}.`);
    }
  }
  const { lattice, sites } = structure;
  if (!sites.every(({ fractional }) => fractional.every(Number.isFinite))) {
    throw new CrystalError("CRYSTAL_INVALID_SITE", "Fractional coordinates must be finite.");
  }
  const target = pairTargets(sites, ratio, minimumDistance);
  let start: readonly Vector3[] = sites.map(({ fractional }) => fractional);
  const ratioBefore = findPairs(structure, start, target).ratio;
  let best: Relaxation = { ratio: ratioBefore, positions: start, steps: 0 };
  let steps = 0;
  while (best.ratio < 1) {
    const next = relax(structure, start, target, maximumSteps);
    if (!(next.ratio > best.ratio + smallestGain)) break;
    best = next;
    steps += next.steps;
    start = next.positions;
  }
  const changed =
    steps === 0
      ? structure
      : {
          lattice,
          sites: sites.map((site, index): typeof site => {
            const [x, y, z] = best.positions[index] ?? site.fractional;
            return {
              ...site,
              fractional: [wrapFractional(x), wrapFractional(y), wrapFractional(z)],
            };
          }),
        };
  return {
    structure: changed,
    reached: best.ratio >= 1,
    ratioBefore,
    ratioAfter: best.ratio,
    steps,
    displacement: measureDisplacement(structure, changed),
  };
}

interface Relaxation {
  /** Least `distance / target`. */
  readonly ratio: number;
  /** Fractional coordinates. */
  readonly positions: readonly Vector3[];
  /** Steps that led there. */
  readonly steps: number;
}

/** Pairs that are, or nearly are, too near. */
interface Pairs {
  /** Least `distance / target`, images of one atom included. */
  readonly ratio: number;
  readonly from: readonly number[];
  readonly to: readonly number[];
  /** Cartesian vectors from the first to the second atom in Å, at the positions of the search. */
  readonly vectors: readonly Vector3[];
}

/** The step of a relaxation with the largest least ratio; the start, when there is none better. */
function relax(
  structure: Structure,
  start: readonly Vector3[],
  target: (from: number, to: number) => number,
  maximumSteps: number,
): Relaxation {
  const { lattice } = structure;
  const count = start.length;
  const toFractional = invertMatrix(lattice.matrix);
  const positionsAt = (moves: Float64Array): readonly Vector3[] =>
    start.map(([x, y, z], index) => {
      const move: Vector3 = [
        moves[3 * index] as number,
        moves[3 * index + 1] as number,
        moves[3 * index + 2] as number,
      ];
      const [u, v, w] = multiplyRow(move, toFractional);
      return [x + u, y + v, z + w];
    });
  /** Cartesian, in Å, from the start. */
  const moves = new Float64Array(3 * count);
  let searched = new Float64Array(3 * count);
  let pairs = findPairs(structure, start, target);
  let best = { ratio: pairs.ratio, moves: searched, steps: 0 };
  for (let step = 1; step <= maximumSteps; step++) {
    const forces = new Float64Array(3 * count);
    for (let pair = 0; pair < pairs.from.length; pair++) {
      push(pairs, pair, target, moves, searched, forces);
    }
    let longest = 0;
    for (let site = 0; site < count; site++) {
      longest = Math.max(
        longest,
        rate *
          Math.hypot(
            forces[3 * site] as number,
            forces[3 * site + 1] as number,
            forces[3 * site + 2] as number,
          ),
      );
    }
    // Nothing pushes: what is too near are images of one atom, or forces that cancel.
    if (longest < 1e-12) break;
    // One factor for all atoms keeps the symmetry of the forces.
    const factor = rate * Math.min(1, longestStep / longest);
    let farthest = 0;
    for (let at = 0; at < moves.length; at++) {
      moves[at] = (moves[at] as number) + factor * (forces[at] as number);
      farthest = Math.max(farthest, Math.abs((moves[at] as number) - (searched[at] as number)));
    }
    // Two atoms that come nearer each other by the skin do so in three dimensions.
    if (farthest > skin / (2 * Math.sqrt(3))) {
      pairs = findPairs(structure, positionsAt(moves), target);
      searched = moves.slice();
    }
    const ratio = leastRatio(pairs, target, moves, searched, structure);
    if (ratio > best.ratio) best = { ratio, moves: moves.slice(), steps: step };
    if (best.ratio >= 1) break;
  }
  const positions = best.steps === 0 ? start : positionsAt(best.moves);
  // As a search at the result sees it.
  const { ratio } = findPairs(structure, positions, target);
  return { ratio, positions, steps: best.steps };
}

/** Adds the forces between two atoms, `t - d` along the line between them. */
function push(
  pairs: Pairs,
  pair: number,
  target: (from: number, to: number) => number,
  moves: Float64Array,
  searched: Float64Array,
  forces: Float64Array,
): void {
  const from = pairs.from[pair] as number;
  const to = pairs.to[pair] as number;
  if (from === to) return;
  const x = componentOf(pairs, pair, 0, moves, searched);
  const y = componentOf(pairs, pair, 1, moves, searched);
  const z = componentOf(pairs, pair, 2, moves, searched);
  const distance = Math.sqrt(x * x + y * y + z * z);
  const overlap = (1 + margin) * target(from, to) - distance;
  if (overlap <= 0) return;
  const [ux, uy, uz] =
    distance > coincident
      ? [x / distance, y / distance, z / distance]
      : directionOf(from * 31 + to);
  addForce(forces, from, -overlap * ux, -overlap * uy, -overlap * uz);
  addForce(forces, to, overlap * ux, overlap * uy, overlap * uz);
}

function addForce(forces: Float64Array, site: number, x: number, y: number, z: number): void {
  forces[3 * site] = (forces[3 * site] as number) + x;
  forces[3 * site + 1] = (forces[3 * site + 1] as number) + y;
  forces[3 * site + 2] = (forces[3 * site + 2] as number) + z;
}

/** A component of the vector between two atoms now. */
function componentOf(
  pairs: Pairs,
  pair: number,
  axis: 0 | 1 | 2,
  moves: Float64Array,
  searched: Float64Array,
): number {
  const from = 3 * (pairs.from[pair] as number) + axis;
  const to = 3 * (pairs.to[pair] as number) + axis;
  const moved =
    (moves[to] as number) -
    (searched[to] as number) -
    (moves[from] as number) +
    (searched[from] as number);
  return (pairs.vectors[pair] as Vector3)[axis] + moved;
}

function leastRatio(
  pairs: Pairs,
  target: (from: number, to: number) => number,
  moves: Float64Array,
  searched: Float64Array,
  { sites }: Structure,
): number {
  let least = Infinity;
  for (let pair = 0; pair < pairs.from.length; pair++) {
    const x = componentOf(pairs, pair, 0, moves, searched);
    const y = componentOf(pairs, pair, 1, moves, searched);
    const z = componentOf(pairs, pair, 2, moves, searched);
    const distance = Math.sqrt(x * x + y * y + z * z);
    const limit = target(pairs.from[pair] as number, pairs.to[pair] as number);
    least = Math.min(least, distance / limit);
  }
  return sites.length === 0 ? Infinity : least;
}

/** The pairs within their targets and the skin, each once. */
function findPairs(
  { lattice, sites }: Structure,
  positions: readonly Vector3[],
  target: (from: number, to: number) => number,
): Pairs {
  let largest = 0;
  for (let site = 0; site < sites.length; site++) {
    largest = Math.max(largest, target(site, site));
  }
  const radius = (1 + margin) * largest + skin;
  const grid = createCellGrid(lattice, positions, radius);
  const { cartesian } = grid;
  const [[ax, ay, az], [bx, by, bz], [cx, cy, cz]] = grid.matrix;
  const from: number[] = [];
  const to: number[] = [];
  const vectors: Vector3[] = [];
  let least = Infinity;
  visitPairs(grid, radius, true, (first, second, squared, u, v, w) => {
    const limit = target(first, second);
    const distance = Math.sqrt(squared);
    if (distance > (1 + margin) * limit + skin) return;
    least = Math.min(least, distance / limit);
    const i = 3 * first;
    const j = 3 * second;
    from.push(first);
    to.push(second);
    vectors.push([
      (cartesian[j] as number) - (cartesian[i] as number) + u * ax + v * bx + w * cx,
      (cartesian[j + 1] as number) - (cartesian[i + 1] as number) + u * ay + v * by + w * cy,
      (cartesian[j + 2] as number) - (cartesian[i + 2] as number) + u * az + v * bz + w * cz,
    ]);
  });
  return { ratio: least, from, to, vectors };
}

/** A direction for two atoms at one place: points of a spiral round the sphere, by number. */
function directionOf(index: number): Vector3 {
  const golden = (1 + Math.sqrt(5)) / 2;
  const height = 2 * ((index / golden) % 1) - 1;
  const angle = (2 * Math.PI * index) / (golden * golden);
  const radius = Math.sqrt(1 - height * height);
  return [radius * Math.cos(angle), radius * Math.sin(angle), height];
}
