import type { LatentIndex } from "./latentIndex.ts";

/** A known crystal and how far it is from a latent. */
export interface NearestCrystal {
  /** Its row in the index. */
  readonly row: number;
  /** Its id. */
  readonly id: string;
  /** Euclidean distance in latent space. */
  readonly distance: number;
}

/**
 * Finds the known crystal nearest to a latent, `min ‖zᵢ - z‖`.
 *
 * @param index - the known crystals
 * @param latent - float32 or float64 `[size]`
 * @returns the nearest crystal, the first one of several at equal distance
 * @throws RangeError when the sizes differ or the index is empty
 *
 * @remarks
 * Every crystal is looked at: about 4 million multiplications for 15,000 crystals of 256 dimensions.
 *
 * @example
 * ```ts
 * import { findNearest } from "@ftcp/sampling";
 *
 * findNearest(index, index.latentOf(7)).row; // 7, at distance 0
 * ```
 */
export function findNearest(index: LatentIndex, latent: ArrayLike<number>): NearestCrystal {
  const { data, shape } = index.latents;
  const [count, size] = shape;
  if (latent.length !== size) {
    throw new RangeError(`a latent of ${latent.length} dimensions in an index of ${size}`);
  }
  if (count === 0) throw new RangeError("an empty index has no nearest crystal");
  let row = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    let squares = 0;
    // Leaving early once beyond the best saves most of the work.
    for (let j = 0; j < size && squares < least; j++) {
      squares += ((data[i * size + j] ?? 0) - (latent[j] ?? 0)) ** 2;
    }
    if (squares < least) {
      least = squares;
      row = i;
    }
  }
  return { row, id: index.ids[row] ?? "", distance: Math.sqrt(least) };
}
