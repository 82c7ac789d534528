/**
 * What became of latents that no crystal was encoded to. All shares are of the latents, whether they decode to a
 * structure or not.
 */
export interface DesignMetrics {
  /** Latents that were decoded. */
  readonly samples: number;
  /** Share that decodes to a structure at all. */
  readonly decoded: number;
  /** Share that is structurally valid: no two atoms within 0.5 Å, 0.1 Å³ of volume or more. */
  readonly valid: number;
  /**
   * Share whose composition is valid as SMACT and CDVAE count it: charges can be balanced, in the order of
   * the electronegativities, by the oxidation states of `smact14`; one element, or metals alone, pass
   * unasked.
   */
  readonly neutral: number;
  /** Share that is valid in both ways. */
  readonly validAndNeutral: number;
  /** Share that is charge-neutral by `smact14` among those that do not pass unasked. */
  readonly neutralCompounds: number;
  /** Share that is structurally valid, of a reduced formula that none of the known crystals has. */
  readonly validAndNew: number;
  /** Number of different reduced formulas per sample. */
  readonly unique: number;
  /** Mean number of sites of those that decode. */
  readonly sites: number;
}

/**
 * What became of crystals whose latents were perturbed.
 */
export interface PerturbationMetrics extends DesignMetrics {
  /** Standard deviation of the noise that was added to every dimension of the posterior's mean. */
  readonly scale: number;
  /** Share whose reduced formula is another one than the crystal's. */
  readonly formulaChanged: number;
  /** Share whose set of elements is another one. */
  readonly elementsChanged: number;
  /** Share whose formula is another one of the same elements. */
  readonly ratiosChanged: number;
  /**
   * Mean distance between an element and what took its place, where just one was replaced: the norm of the
   * difference of their properties, each of variance 1 over the elements; NaN where none was.
   */
  readonly substitutionDistance: number;
}

/**
 * How a model designs crystals.
 */
export interface GenerationMetrics {
  /** Latents drawn from the prior, N(0, 1). */
  readonly prior: DesignMetrics;
  /** The crystals given, perturbed, at each of the scales asked for. */
  readonly perturbed: readonly PerturbationMetrics[];
}
