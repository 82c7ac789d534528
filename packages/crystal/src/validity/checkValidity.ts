import type { Neighbor } from "../distance/findNeighbors.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import type { Structure } from "../structure/structure.ts";
import { findTightPairs } from "./findTightPairs.ts";

/** Limits of {@link checkValidity}. */
export interface ValidityOptions {
  /** Shortest distance between two atoms in Å that is allowed; 0.5 by default. */
  readonly minimumDistance?: number;
  /**
   * Shortest distance between two atoms that is allowed, as a share of the sum of their covalent radii; 0
   * by default, which is no limit. 0.7 is a sensible one.
   */
  readonly minimumCovalentRatio?: number;
  /** Smallest volume of the cell in Å³ that is allowed; 0.1 by default. */
  readonly minimumVolume?: number;
  /** Smallest volume per atom in Å³ that is allowed; 0 by default. */
  readonly minimumVolumePerAtom?: number;
  /** Largest volume per atom in Å³ that is allowed; no limit by default. */
  readonly maximumVolumePerAtom?: number;
  /**
   * What partly occupied sites mean for distances: `"count"`, the default, takes every site for an atom;
   * `"exclude"` leaves out pairs of sites that need not be filled at the same time, those whose
   * occupancies sum to at most 1.
   */
  readonly partialOccupancy?: "count" | "exclude";
}

/**
 * A check that failed: `"sites"` (no atoms at all), `"distance"` (atoms overlap), `"covalentRadii"` (atoms
 * are nearer than their radii allow), `"volume"` (the cell is too small) or `"volumePerAtom"` (too dense
 * or too thin).
 */
export type ValidityFailure = "sites" | "distance" | "covalentRadii" | "volume" | "volumePerAtom";

/** What {@link checkValidity} found. */
export interface ValidityReport {
  /** Whether all checks passed. */
  readonly valid: boolean;
  /** Shortest distance between two atoms in Å, images included; infinite where there is no pair. */
  readonly shortestDistance: number;
  /** The two atoms at this distance; undefined where there is no pair. */
  readonly closestPair: Neighbor | undefined;
  /**
   * Smallest `distance / sum of covalent radii` of two atoms, about 1 for a covalent bond; infinite where
   * no pair has radii.
   */
  readonly covalentRatio: number;
  /** The two atoms with this ratio; undefined where no pair has radii. */
  readonly tightestPair: Neighbor | undefined;
  /** Volume of the cell in Å³. */
  readonly volume: number;
  /** Volume in Å³ per atom, sums of occupancies counted; infinite without sites. */
  readonly volumePerAtom: number;
  /** The checks that failed. */
  readonly failures: readonly ValidityFailure[];
}

/**
 * Whether a crystal is geometrically possible: no overlapping atoms, and a cell with some volume.
 *
 * @param structure - any structure
 * @param options - the limits; by default those of CDVAE, 0.5 Å and 0.1 Å³ per cell
 * @returns the measured values and the checks that failed
 * @throws {@link CrystalError} with code `CRYSTAL_UNKNOWN_ELEMENT`, or `CRYSTAL_INVALID_SITE` when
 *   a coordinate is not finite
 * @throws RangeError when `partialOccupancy` is none of its values
 *
 * @remarks
 * Stricter than CDVAE in one point: distances between images of one and the same site count too, so a
 * cell with one vector of 0.3 Å is not valid. The default limits are lenient; passing says little about
 * chemistry. A limit that is NaN is never met.
 *
 * Covalent radii are those of `elements`, in a shared site the mean of its species weighted with their
 * occupancies; pairs with an element beyond curium have none and are not compared. Of 25,276 crystals of
 * the Materials Project 0.3 % have a ratio below 0.7, most of them by short bonds of uranium, and none
 * one below 0.64.
 *
 * @example
 * ```ts
 * checkValidity(rockSalt).valid; // true
 * checkValidity(rockSalt).covalentRatio; // 1.05, Na to Cl
 * checkValidity(rockSalt, { minimumDistance: 3 }).failures; // ["distance"]
 * ```
 *
 * @see T. Xie et al., Crystal Diffusion Variational Autoencoder (2022), https://doi.org/10.48550/arXiv.2110.06197
 * @see B. Cordero et al., Dalton Trans. 2832 (2008), https://doi.org/10.1039/b801115j
 */
export function checkValidity(structure: Structure, options: ValidityOptions = {}): ValidityReport {
  const {
    minimumDistance = 0.5,
    minimumCovalentRatio = 0,
    minimumVolume = 0.1,
    minimumVolumePerAtom = 0,
    maximumVolumePerAtom = Infinity,
    partialOccupancy = "count",
  } = options;
  if (!["count", "exclude"].includes(partialOccupancy)) {
    throw new RangeError(`partialOccupancy must be "count" or "exclude".`);
  }
  const failures: ValidityFailure[] = [];
  const empty = structure.sites.length === 0;
  const { closest, tightest, ratio } = findTightPairs(structure, partialOccupancy === "exclude");
  const shortestDistance = closest?.distance ?? Infinity;
  const volume = latticeVolume(structure.lattice);
  const volumePerAtom = volume / countAtoms(structure);
  // Written so that NaN fails.
  if (empty) failures.push("sites");
  if (!(shortestDistance >= minimumDistance)) failures.push("distance");
  if (!(ratio >= minimumCovalentRatio)) failures.push("covalentRadii");
  if (!(volume >= minimumVolume)) failures.push("volume");
  if (!empty && !(volumePerAtom >= minimumVolumePerAtom && volumePerAtom <= maximumVolumePerAtom)) {
    failures.push("volumePerAtom");
  }
  return {
    valid: failures.length === 0,
    shortestDistance,
    closestPair: closest,
    covalentRatio: ratio,
    tightestPair: tightest,
    volume,
    volumePerAtom,
    failures,
  };
}

function countAtoms({ sites }: Structure): number {
  let atoms = 0;
  for (const { species } of sites) for (const { occupancy } of species) atoms += occupancy;
  return atoms;
}
