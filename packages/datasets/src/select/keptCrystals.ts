import type { Structure } from "@ftcp/crystal";

/** A kept crystal, as far as later ones need it. */
export interface KeptCrystal {
  /** Its id. */
  readonly id: string;
  /** The crystal. */
  readonly structure: Structure;
  /** Volume per atom in Å³. */
  readonly volume: number;
}

/**
 * Finds a kept crystal that is the same as another one.
 *
 * @param group - kept crystals of one formula, ascending in volume
 * @param structure - the other one
 * @param volume - its volume per atom
 * @param tolerance - largest difference of the volumes, relative to the larger one
 * @param compare - tells whether two crystals are the same
 * @returns the first in the order of the volumes, or nothing
 */
export function findSame<T extends KeptCrystal>(
  group: readonly T[],
  structure: Structure,
  volume: number,
  tolerance: number,
  compare: (first: Structure, second: Structure) => boolean,
): T | undefined {
  // |v - w| <= tolerance * max(v, w)
  for (let i = lowerBound(group, volume * (1 - tolerance)); i < group.length; i++) {
    const kept = group[i];
    if (kept === undefined || volume < kept.volume * (1 - tolerance)) break;
    if (compare(kept.structure, structure)) return kept;
  }
  return undefined;
}

/**
 * Puts a crystal into its place among those kept.
 *
 * @param group - kept crystals of one formula, ascending in volume; it is changed
 * @param crystal - the new one
 */
export function insertKept<T extends KeptCrystal>(group: T[], crystal: T): void {
  group.splice(lowerBound(group, crystal.volume), 0, crystal);
}

/** Index of the first kept crystal whose volume per atom is at least `volume`. */
function lowerBound(group: readonly KeptCrystal[], volume: number): number {
  let low = 0;
  let high = group.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((group[middle]?.volume ?? Infinity) < volume) low = middle + 1;
    else high = middle;
  }
  return low;
}
