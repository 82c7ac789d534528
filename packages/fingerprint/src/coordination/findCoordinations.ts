import { elementBySymbol, neighborsBySite, siteElement } from "@ftcp/crystal";
import type { Neighbor, Structure, Vector3 } from "@ftcp/crystal";
import { FingerprintError } from "../fingerprintError.ts";
import { buildVoronoiCell } from "../voronoi/buildVoronoiCell.ts";
import type { VoronoiFace } from "../voronoi/buildVoronoiCell.ts";
import { bondRadius } from "./bondRadius.ts";
import type { Coordination, CoordinationChoice, CoordinationNeighbor } from "./coordination.ts";
import type { CoordinationOptions } from "./coordinationOptions.ts";

/**
 * Finds how every atom is coordinated, by CrystalNN: solid angles of the faces of its Voronoi cell, adjusted by
 * distance and electronegativity, give each neighbour a weight, and the gaps between weights give each
 * coordination number a likelihood.
 *
 * @param structure - an ordered crystal
 * @param options - see {@link CoordinationOptions}
 * @returns a coordination for each site
 * @throws {@link FingerprintError} with code `FINGERPRINT_OVERLAPPING_ATOMS` when two atoms are at one place
 * @throws `CrystalError` with code `CRYSTAL_DISORDERED_SITE` for a disordered site
 * @throws RangeError when the search radius is not positive
 *
 * @remarks
 * The same as pymatgen's `CrystalNN` for crystals without oxidation states (distances are compared with covalent
 * radii then); beyond curium, where there are none, no distance is too long. Charges of sites do not matter.
 *
 * @example
 * ```ts
 * import { findCoordinations } from "@ftcp/fingerprint";
 *
 * const [sodium] = findCoordinations(rockSalt);
 * sodium?.choices.at(-1)?.number; // 6, with likelihood 1
 * ```
 *
 * @see H. Pan et al., Inorg. Chem. 60, 1590 (2021), doi:10.1021/acs.inorgchem.0c02996; N. E. R. Zimmermann,
 *   A. Jain, RSC Adv. 10, 6063 (2020), doi:10.1039/C9RA07755C
 */
export function findCoordinations(
  structure: Structure,
  options: CoordinationOptions = {},
): readonly Coordination[] {
  const { searchRadius = 7 } = options;
  if (!(searchRadius > 0 && Number.isFinite(searchRadius))) {
    throw new RangeError(`searchRadius must be positive, received ${searchRadius}`);
  }
  const elements = structure.sites.map(siteElement);
  const near = neighborsBySite(structure, searchRadius);
  return near.map((neighbors, site) => {
    const { faces, known } = findFaces(structure, site, neighbors, searchRadius);
    return coordinate(weigh(faces, known, site, elements, options));
  });
}

interface PlacedNeighbor {
  readonly site: number;
  readonly position: Vector3;
  readonly distance: number;
}

/** The Voronoi faces of an atom; farther neighbours are looked for until they enclose it. */
function findFaces(
  structure: Structure,
  site: number,
  first: readonly Neighbor[],
  searchRadius: number,
): { readonly faces: readonly VoronoiFace[]; readonly known: readonly PlacedNeighbor[] } {
  let neighbors = first;
  for (let radius = searchRadius; ; radius *= 2) {
    if (radius > searchRadius) neighbors = neighborsBySite(structure, radius)[site] ?? [];
    const known = neighbors.map((neighbor) => place(structure, neighbor));
    const [nearest] = known;
    if (nearest !== undefined && nearest.distance < leastDistance) {
      throw new FingerprintError(
        "FINGERPRINT_OVERLAPPING_ATOMS",
        `the sites ${site} and ${nearest.site} are at one place`,
        site,
      );
    }
    // A cell within the radius is enclosed by it; the cube is out of reach of such a cell.
    const faces = buildVoronoiCell(
      known.map(({ position }) => position),
      100 * radius,
    );
    if (faces !== undefined) return { faces, known };
  }
}

/** Atoms nearer than this in Å are at one place. */
const leastDistance = 1e-6;

const origin: Vector3 = [0, 0, 0];

function place({ sites, lattice }: Structure, neighbor: Neighbor): PlacedNeighbor {
  const from = sites[neighbor.from]?.fractional ?? origin;
  const to = sites[neighbor.to]?.fractional ?? origin;
  const { offset, distance } = neighbor;
  const u = to[0] + offset[0] - from[0];
  const v = to[1] + offset[1] - from[1];
  const w = to[2] + offset[2] - from[2];
  const [a, b, c] = lattice.matrix;
  const x = u * a[0] + v * b[0] + w * c[0];
  const y = u * a[1] + v * b[1] + w * c[1];
  const z = u * a[2] + v * b[2] + w * c[2];
  return { site: neighbor.to, position: [x, y, z], distance };
}

/** The neighbours with their weights, the surest first; those without weight are left out. */
function weigh(
  faces: readonly VoronoiFace[],
  known: readonly PlacedNeighbor[],
  site: number,
  elements: readonly string[],
  options: CoordinationOptions,
): readonly CoordinationNeighbor[] {
  const { distanceCutoffs = [0.5, 1], electronegativityWeight = 3 } = options;
  const { porousAdjustment = true } = options;
  const own = elements[site] ?? "";
  const largest = Math.max(...faces.map(({ solidAngle }) => solidAngle));
  const raw = faces.flatMap(({ neighbor, area, solidAngle }) => {
    const placed = known[neighbor];
    if (placed === undefined || !(area > 0)) return [];
    const other = elements[placed.site] ?? "";
    const weight =
      (solidAngle / largest) *
      (porousAdjustment ? solidAngle / area : 1) *
      preference(own, other, electronegativityWeight);
    return [{ ...placed, other, weight }];
  });
  const surest = Math.max(...raw.map(({ weight }) => weight));
  return raw
    .map(({ other, weight, ...placed }) => {
      const shortness =
        distanceCutoffs === false ? 1 : judgeDistance(own, other, placed.distance, distanceCutoffs);
      return { ...placed, weight: Math.round(1000 * (weight / surest) * shortness) / 1000 };
    })
    .filter(({ weight }) => weight > 0)
    .sort((left, right) => right.weight - left.weight);
}

function preference(own: string, other: string, factor: number): number {
  const left = elementBySymbol(own).electronegativity;
  const right = elementBySymbol(other).electronegativity;
  if (left === undefined || right === undefined) return 1;
  // 3.3 is the largest difference of two elements.
  return 1 + factor * Math.sqrt(Math.abs(left - right) / 3.3);
}

function judgeDistance(
  own: string,
  other: string,
  distance: number,
  [low, high]: readonly [number, number],
): number {
  const [left, right] = [bondRadius(own), bondRadius(other)];
  if (left === undefined || right === undefined) return 1;
  const beyond = (distance - left - right - low) / (high - low);
  if (beyond <= 0) return 1;
  return beyond < 1 ? (Math.cos(beyond * Math.PI) + 1) / 2 : 0;
}

/** Coordination numbers by the gaps between weights. */
function coordinate(neighbors: readonly CoordinationNeighbor[]): Coordination {
  const weights = [...new Set(neighbors.map(({ weight }) => weight))];
  const choices = weights.map((weight, i): CoordinationChoice => {
    const bonded = neighbors.filter((neighbor) => neighbor.weight >= weight);
    const likelihood = semicircle(weight) - semicircle(weights[i + 1] ?? 0);
    return { number: bonded.length, likelihood, neighbors: bonded };
  });
  const rest = 1 - choices.reduce((sum, { likelihood }) => sum + likelihood, 0);
  // With a surest neighbour of weight 1 nothing is left but what rounding makes.
  const alone: CoordinationChoice[] =
    rest > 1e-12 ? [{ number: 0, likelihood: rest, neighbors: [] }] : [];
  return { neighbors, choices: [...alone, ...choices] };
}

/** The share of a quarter of the unit disc that lies below x. */
function semicircle(x: number): number {
  return (2 / Math.PI) * (x * Math.sqrt(1 - x * x) + Math.asin(x));
}
