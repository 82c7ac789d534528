import type { Latents } from "./latents.ts";

/**
 * Crystals in latent space.
 */
export interface EncodedCrystals {
  /** Mean of every crystal's posterior, `[encoded, latentSize]`. */
  readonly mean: Latents;
  /** Log variance of every crystal's posterior, the same shape. */
  readonly logVariance: Latents;
  /** For every row, the position of its crystal in the input. */
  readonly indices: readonly number[];
  /** Crystals that do not fit the layout, with the reason; they have no row. */
  readonly failures: readonly {
    /** Position of the crystal in the input. */
    readonly index: number;
    /** Why it does not fit. */
    readonly error: Error;
  }[];
}
