import { dissimilarity } from "./dissimilarity.ts";

/** The known crystal that is most like another one. */
export interface MostSimilar {
  /** Its position among the known ones. */
  readonly index: number;
  /** The dissimilarity, see {@link dissimilarity}. */
  readonly dissimilarity: number;
}

/**
 * Finds the known crystal that is most like a new one: its dissimilarity is how new the local order is.
 *
 * @param fingerprint - of the new crystal
 * @param known - of the known ones, such as the training set; at least one
 * @returns the first of the most similar
 * @throws RangeError when nothing is known, or lengths differ
 *
 * @example
 * ```ts
 * import { findMostSimilar } from "@ftcp/fingerprint";
 *
 * findMostSimilar([0, 1], [[1, 0], [0, 0.9]]); // { index: 1, dissimilarity: 0.1 }
 * ```
 *
 * @see FTCP paper, Figure S4: the minimum over the training set
 */
export function findMostSimilar(
  fingerprint: ArrayLike<number>,
  known: readonly ArrayLike<number>[],
): MostSimilar {
  let best: MostSimilar | undefined;
  for (const [index, other] of known.entries()) {
    const distance = dissimilarity(fingerprint, other);
    if (best === undefined || distance < best.dissimilarity) {
      best = { index, dissimilarity: distance };
    }
  }
  if (best === undefined) throw new RangeError("there is no known crystal to compare with");
  return best;
}
