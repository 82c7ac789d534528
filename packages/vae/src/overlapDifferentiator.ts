import type { Latents } from "./latents.ts";

/**
 * Differentiates what is impossible in decoded crystals; it satisfies `LatentRepairModel` of `@ftcp/sampling`.
 */
export interface OverlapDifferentiator {
  /** Dimension of the latent space. */
  readonly latentSize: number;
  /** What computes the gradients. */
  readonly engine: string;
  /**
   * Differentiates, for each latent,
   * `R = Σ_(i<j) max(0, 1.5 Å - d_ij)² + 10 [max(0, 0.35 - s)² + Σ max(0, |cos| - 0.8)² / 3]` of the crystal
   * that it decodes to, with s the square of the volume of its cell with edges of 1.
   *
   * @param latents - `[count, latentSize]`
   * @returns the gradients `[count, latentSize]`, row-major; zeros where nothing overlaps and the cell is sound
   * @throws `VaeError` with code `VAE_SHAPE` when the latents are of another size
   */
  differentiateOverlap(latents: Latents): Promise<Float32Array>;
  /** Frees what the engine holds; the model stays. */
  dispose(): Promise<void>;
}
