/**
 * Weights of the terms of the loss, per crystal; defaults in {@link createLossWeights}.
 */
export interface LossWeights {
  /** β of Eq. 3: weight of the divergence from the prior, in nats summed over dimensions. */
  readonly beta: number;
  /** λ of Eq. 3: weight of the regression. */
  readonly lambda: number;
  /** Weight of the cross-entropy of the element slots. */
  readonly elements: number;
  /** Weight of the cross-entropy of the site occupancy. */
  readonly occupancy: number;
  /** Weight of the absolute error of cos and sin of the coordinates, over real sites. */
  readonly coordinates: number;
  /** Weight of the absolute error of the scaled cell. */
  readonly cell: number;
  /** Weight of the squared error of all further rows, when the decoder writes them. */
  readonly rest: number;
  /** Weight of the squared error of all entries; of architecture `convolutional` alone, default 1. */
  readonly entries?: number;
  /**
   * Unit of the errors of labels: `deviations`, the standard deviation of each property (the default), or
   * `range`, from its smallest to its largest value, as the Python reference has it.
   */
  readonly labels?: "deviations" | "range";
  /**
   * Part of the posterior's noise that the regression learns under: 0 shows it the mean, 1 the latent that
   * is decoded.
   */
  readonly regressionNoise: number;
  /**
   * Weight of overlapping atoms, in Å² of overlap, in crystals decoded from the prior and from perturbed
   * latents; 0 decodes none.
   */
  readonly repulsion: number;
  /** Weight of cells that are too flat, in the same crystals. */
  readonly cellShape: number;
}
