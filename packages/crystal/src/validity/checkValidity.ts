import { shortestDistance } from "../distance/shortestDistance.ts";
import { latticeVolume } from "../lattice/latticeVolume.ts";
import type { Structure } from "../structure/structure.ts";
import { volumePerAtom } from "../structure/volumePerAtom.ts";

/** Limits of {@link checkValidity}. */
export interface ValidityOptions {
  /** Shortest distance between two atoms in Å that is allowed; 0.5 by default. */
  readonly minimumDistance?: number;
  /** Smallest volume of the cell in Å³ that is allowed; 0.1 by default. */
  readonly minimumVolume?: number;
  /** Smallest volume per atom in Å³ that is allowed; 0 by default. */
  readonly minimumVolumePerAtom?: number;
  /** Largest volume per atom in Å³ that is allowed; no limit by default. */
  readonly maximumVolumePerAtom?: number;
}

/**
 * A check that failed: `"sites"` (no atoms at all), `"distance"` (atoms overlap), `"volume"` (the cell
 * is too small) or `"volumePerAtom"` (too dense or too thin).
 */
export type ValidityFailure = "sites" | "distance" | "volume" | "volumePerAtom";

/** What {@link checkValidity} found. */
export interface ValidityReport {
  /** Whether all checks passed. */
  readonly valid: boolean;
  /** Shortest distance between two atoms in Å, images included; infinite without sites. */
  readonly shortestDistance: number;
  /** Volume of the cell in Å³. */
  readonly volume: number;
  /** Volume in Å³ per atom; infinite without sites. */
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
 *
 * @remarks
 * Stricter than CDVAE in one point: distances between images of one and the same site count too, so a
 * cell with one vector of 0.3 Å is not valid. Both limits are lenient; passing says little about
 * chemistry.
 *
 * @example
 * ```ts
 * checkValidity(rockSalt).valid; // true
 * checkValidity(rockSalt, { minimumDistance: 3 }).failures; // ["distance"]
 * ```
 *
 * @see T. Xie et al., Crystal Diffusion Variational Autoencoder (2022), https://doi.org/10.48550/arXiv.2110.06197
 */
export function checkValidity(structure: Structure, options: ValidityOptions = {}): ValidityReport {
  const {
    minimumDistance = 0.5,
    minimumVolume = 0.1,
    minimumVolumePerAtom = 0,
    maximumVolumePerAtom = Infinity,
  } = options;
  const failures: ValidityFailure[] = [];
  const empty = structure.sites.length === 0;
  const distance = empty ? Infinity : shortestDistance(structure);
  const volume = latticeVolume(structure.lattice);
  const perAtom = empty ? Infinity : volumePerAtom(structure);
  // Written so that NaN fails.
  if (empty) failures.push("sites");
  if (!(distance >= minimumDistance)) failures.push("distance");
  if (!(volume >= minimumVolume)) failures.push("volume");
  if (!empty && !(perAtom >= minimumVolumePerAtom && perAtom <= maximumVolumePerAtom)) {
    failures.push("volumePerAtom");
  }
  return {
    valid: failures.length === 0,
    shortestDistance: distance,
    volume,
    volumePerAtom: perAtom,
    failures,
  };
}
