import type { Result, Structure } from "@ftcp/crystal";

/** Points of a latent space: float32 `[count, size]`, row-major. */
export interface Latents {
  /** The numbers, one latent after the other; `count · size` of them. */
  readonly data: Float32Array;
  /** How many latents there are, and how many dimensions each has. */
  readonly shape: readonly [count: number, size: number];
}

/**
 * What the design loop needs to know about a model; `@ftcp/vae` satisfies it without being imported.
 *
 * @remarks
 * `decode` and `predict` must answer for every latent, in the given order. A latent that cannot be
 * decoded is an error in its own place of the array, not an exception.
 */
export interface DesignModel {
  /** The number of dimensions of the latent space. */
  readonly latentSize: number;
  /** The properties that `predict` answers for, in the order of its columns. */
  readonly properties: readonly string[];
  /**
   * Turns latents into crystals.
   *
   * @param latents - float32 `[count, latentSize]`
   * @returns one result per latent
   */
  decode(latents: Latents): Promise<readonly Result<Structure>[]>;
  /**
   * Predicts properties from latents.
   *
   * @param latents - float32 `[count, latentSize]`
   * @returns float32 `[count, properties]`, row-major, in the properties' physical units
   */
  predict(latents: Latents): Promise<Float32Array>;
  /**
   * Encodes crystals, for predicting again what was repaired; absent where the model cannot.
   *
   * @param structures - ordered crystals
   * @returns mean and log variance of each crystal that fits the model
   */
  readonly encode?: (structures: readonly Structure[]) => Promise<DesignEncoding>;
}

/** Crystals in latent space, as posteriors. */
export interface DesignEncoding {
  /** Mean of every crystal's posterior: float32 `[encoded, latentSize]`. */
  readonly mean: Latents;
  /** Log variance of every crystal's posterior, the same shape. */
  readonly logVariance: Latents;
  /** For every row, the position of its crystal in the input. */
  readonly indices: readonly number[];
  /** Crystals that do not fit the model, with the reason; they have no row. */
  readonly failures: readonly {
    /** Position of the crystal in the input. */
    readonly index: number;
    /** Why it does not fit. */
    readonly error: Error;
  }[];
}
