import { CrystalError } from "../crystalError.ts";
import { closestPair } from "../distance/closestPair.ts";
import { createImageFinder } from "../distance/createImageFinder.ts";
import type { Neighbor } from "../distance/findNeighbors.ts";
import { findTightestPair } from "../distance/findTightestPair.ts";
import { siteRadius } from "../structure/siteRadius.ts";
import type { Site, Structure } from "../structure/structure.ts";

/** Occupancies may sum above 1 by this and still exclude each other; files round thirds. */
const occupancyTolerance = 0.01;

/** The two pairs that tell whether atoms overlap; undefined and infinite where there is none. */
export interface TightPairs {
  /** The pair at the shortest distance. */
  readonly closest: Neighbor | undefined;
  /** The pair at the shortest distance in terms of its covalent radii. */
  readonly tightest: Neighbor | undefined;
  /** Distance of the latter over the sum of the radii. */
  readonly ratio: number;
}

/**
 * The closest pair of atoms, and the one that is closest in terms of covalent radii.
 *
 * @param structure - any structure
 * @param exclude - whether pairs of sites whose occupancies sum to at most 1 do not count
 */
export function findTightPairs(structure: Structure, exclude: boolean): TightPairs {
  const { sites, lattice } = structure;
  if (!sites.every(({ fractional }) => fractional.every(Number.isFinite))) {
    throw new CrystalError("CRYSTAL_INVALID_SITE", "Fractional coordinates must be finite.");
  }
  const positions = sites.map(({ fractional }) => fractional);
  const filled = Float64Array.from(sites, ({ species }) =>
    species.reduce((sum, { occupancy }) => sum + occupancy, 0),
  );
  const counts = (from: number, to: number): boolean =>
    !exclude || (filled[from] as number) + (filled[to] as number) > 1 + occupancyTolerance;

  const closest = findClosest(structure, counts);
  const none = { closest, tightest: undefined, ratio: Infinity };
  if (closest === undefined) return none;
  const radii = Float64Array.from(sites, siteRadius);
  // NaN where an element has no radius; such a pair never is the tightest.
  const size = (from: number, to: number): number =>
    counts(from, to) ? (radii[from] as number) + (radii[to] as number) : 0;
  const isKnown = (_: Site, index: number): boolean => !Number.isNaN(radii[index]);
  const known = sites.filter(isKnown);
  // Some pair that has radii bounds the ratio, and so the distance of the one that is looked for.
  const bounding = sites.every(isKnown)
    ? closest.distance / size(closest.from, closest.to)
    : findTightPairs({ lattice, sites: known }, exclude).ratio;
  if (bounding === Infinity) return none;
  const largest = Math.max(...radii.filter((radius) => !Number.isNaN(radius)));
  const tightest = findTightestPair(lattice, positions, 2 * largest * bounding, size);
  return tightest === undefined
    ? none
    : { closest, tightest, ratio: tightest.distance / size(tightest.from, tightest.to) };
}

function findClosest(
  structure: Structure,
  counts: (from: number, to: number) => boolean,
): Neighbor | undefined {
  const { sites, lattice } = structure;
  if (sites.length === 0) return undefined;
  if (sites.every((_, index) => counts(index, index))) return closestPair(structure);
  // Of two sites that count together, one is more than half filled, and so counts with its own images.
  if (!sites.some((_, index) => counts(index, index))) return undefined;
  return findTightestPair(
    lattice,
    sites.map(({ fractional }) => fractional),
    createImageFinder(lattice).shortestTranslation,
    (from, to) => (counts(from, to) ? 1 : 0),
  );
}
