/** The names of the samplers: local perturbation, spherical interpolation, Gaussian. */
export type SamplerName = "lp" | "slerp" | "random";

/** A known crystal in latent space, from which new latents are sampled. */
export interface LatentRoot {
  /** Names the crystal in the samples' provenance. */
  readonly id: string;
  /** Its latent: float32 `[size]`. */
  readonly latent: Float32Array;
}

/** A new latent and where it came from. */
export interface LatentSample {
  /** The new latent: float32 `[size]`. */
  readonly latent: Float32Array;
  /** The sampler that made it. */
  readonly sampler: SamplerName;
  /** The ids of its roots: one for `lp`, two for `slerp` (the nearer first), none for `random`. */
  readonly roots: readonly string[];
  /**
   * How far the sampler went: the scale of the noise for `lp` and `random`; for `slerp` the
   * position between the roots, in (0, 1), counted from the first (nearer) one.
   */
  readonly step: number;
  /** Euclidean distance in latent space to the first root, or to the mean for `random`. */
  readonly distance: number;
}
