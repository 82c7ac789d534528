import type { Latents } from "./latents.ts";

/**
 * Predicts properties of latents and differentiates them; it satisfies `DifferentiableModel` of
 * `@ftcp/sampling`.
 */
export interface PropertyDifferentiator {
  /** Dimension of the latent space. */
  readonly latentSize: number;
  /** Names of the properties. */
  readonly properties: readonly string[];
  /** What computes the gradients. */
  readonly engine: string;
  /**
   * Predicts and differentiates.
   *
   * @param latents - `[count, latentSize]`
   * @returns `properties`, `[count, properties]`, and `gradients`, `[count, properties, latentSize]`, row-major
   *   and in physical units
   * @throws `VaeError` with code `VAE_SHAPE` when the latents are of another size
   */
  differentiateProperties(latents: Latents): Promise<{
    /** Predictions, as of `CrystalVae.predict`. */
    readonly properties: Float32Array;
    /** Derivatives of each property by each dimension of its latent. */
    readonly gradients: Float32Array;
  }>;
  /** Frees what the engine holds; the model stays. */
  dispose(): Promise<void>;
}
