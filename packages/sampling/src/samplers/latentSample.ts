/** The names of the samplers of the paper: local perturbation, spherical interpolation, Gaussian. */
export type SamplerName = "lp" | "slerp" | "random";

/**
 * The names of all samplers: those of the paper, `adaptive` for a local perturbation whose scale adapts, and
 * `optimized` for a search by gradients.
 */
export type DesignSamplerName = SamplerName | "adaptive" | "optimized";

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
  readonly sampler: DesignSamplerName;
  /** The ids of its roots: two for `slerp` (the nearer first), none for `random`, else one. */
  readonly roots: readonly string[];
  /**
   * How far the sampler went: the scale of the noise for `lp`, `adaptive` and `random`; for `slerp` the
   * position between the roots, in (0, 1), counted from the first (nearer) one; for `optimized` the
   * number of steps that brought it nearer to the targets.
   */
  readonly step: number;
  /** Euclidean distance in latent space to the first root, or to the mean for `random`. */
  readonly distance: number;
}
