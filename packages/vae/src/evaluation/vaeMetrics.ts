/**
 * How well a model reconstructs and predicts crystals, counted honestly: real slots and sites only,
 * periodic distances, nothing set to zero before it is compared, latents from the posterior's mean.
 */
export interface VaeMetrics {
  /** Number of crystals compared. */
  readonly crystals: number;
  /** Crystals that do not fit the layout and are not counted. */
  readonly skipped: number;
  /** Share of element slots in use whose element is right; the paper's "element categorical accuracy". */
  readonly elementAccuracy: number;
  /** Share of crystals whose reduced formula is right: every element and every ratio. */
  readonly formulaAccuracy: number;
  /** Share of crystals with the right number of sites. */
  readonly siteCountAccuracy: number;
  /** Share of crystals that decode to a structure at all. */
  readonly decodedShare: number;
  /** Mean absolute percentage error of a, b and c, as a fraction of 1. */
  readonly lengthMape: number;
  /** Mean absolute percentage error of the three angles, as a fraction of 1. */
  readonly angleMape: number;
  /** Mean absolute error of fractional coordinates over real sites, periodic (0.99 and 0.01 differ by 0.02). */
  readonly coordinateMae: number;
  /**
   * Share of crystals that a `StructureMatcher` takes for the same as what they decode to, at a length
   * tolerance of 0.3, a site tolerance of 0.5 and 10 degrees; only if it was asked for.
   */
  readonly matchRate?: number;
  /** Mean absolute error of every property in physical units, over the crystals that know it. */
  readonly propertyMae: Readonly<Record<string, number>>;
  /** Number of crystals behind every entry of `propertyMae`. */
  readonly propertyCount: Readonly<Record<string, number>>;
}
