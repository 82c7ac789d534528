import type { Latents } from "./designModel.ts";

/** Properties of latents and how they change with each dimension. */
export interface PropertyGradients {
  /** Predicted properties: float32 `[count, properties]`, row-major, physical units. */
  readonly properties: Float32Array;
  /** `∂p/∂z`: float32 `[count, properties, latentSize]`, row-major, physical units. */
  readonly gradients: Float32Array;
}

/**
 * What {@link sampleOptimized} needs to know about a model; `createPropertyDifferentiator` of `@ftcp/vae`
 * makes one.
 */
export interface DifferentiableModel {
  /** The number of dimensions of the latent space. */
  readonly latentSize: number;
  /** The properties, in the order of the rows of their gradients. */
  readonly properties: readonly string[];
  /**
   * Predicts properties and differentiates them.
   *
   * @param latents - float32 `[count, latentSize]`
   * @returns properties and gradients, for every latent in the given order
   */
  differentiateProperties(latents: Latents): Promise<PropertyGradients>;
}
