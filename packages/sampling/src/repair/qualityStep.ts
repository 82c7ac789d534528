/**
 * The steps from a latent to a design: as decoded; after the repair of the latent; those whose composition is wanted;
 * these after the repair of volume, symmetry and distances, where P 1 is not wanted without what stays in it; and
 * designs that passed every check.
 */
export type QualityStepName =
  "raw" | "latents" | "composition" | "volume" | "symmetry" | "separation" | "accepted";

/** How many candidates are worth what after one step; divide by `candidates`. */
export interface QualityStep {
  /** The step. */
  readonly name: QualityStepName;
  /**
   * Candidates that were looked at: for `raw` and `latents` all that were judged, those that decode to no crystal
   * included, which have no quality at all; from `composition` on those whose composition passed its checks, and no
   * others are repaired; for `separation` those of them that symmetrisation does not leave in P 1, if P 1 is not
   * wanted; for `accepted` the designs.
   */
  readonly candidates: number;
  /** Those that the step changed. */
  readonly changed: number;
  /** Those without atoms nearer than 0.5 Å. */
  readonly distances: number;
  /** Those without atoms nearer than 0.7 of the sum of their covalent radii. */
  readonly covalentRadii: number;
  /** Those with a volume per atom that training crystals have. */
  readonly volumePerAtom: number;
  /** Those that are charge neutral by common oxidation states, elements and alloys included. */
  readonly neutral: number;
  /** Those that are so by all listed oxidation states. */
  readonly neutralByAll: number;
  /** Those whose reduced formula is not known. */
  readonly newFormula: number;
  /** Those with a space group above P 1 (within 0.01 Å); absent where symmetry was not looked for, as in `raw`. */
  readonly aboveP1?: number;
  /** Designs whose re-encoded latent decodes to the same crystal; absent where it was not tried. */
  readonly decodesToItself?: number;
}
