import type { Latents } from "../designModel.ts";

/**
 * What {@link repairLatents} needs to know about a model; `createOverlapDifferentiator` of `@ftcp/vae` makes one.
 */
export interface LatentRepairModel {
  /** The number of dimensions of the latent space. */
  readonly latentSize: number;
  /**
   * Differentiates a measure of what is impossible in the crystals that latents decode to.
   *
   * @param latents - float32 `[count, latentSize]`
   * @returns the gradients, float32 `[count, latentSize]`; zeros where there is nothing to repair
   */
  differentiateOverlap(latents: Latents): Promise<Float32Array>;
}
