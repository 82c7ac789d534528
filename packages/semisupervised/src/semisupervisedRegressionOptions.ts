/**
 * Settings of {@link semisupervisedRegression}.
 */
export interface SemisupervisedRegressionOptions {
  /** Properties of (nearly) every crystal, the set P of Eq. 4: band gap, formation energy. */
  readonly groundState: readonly string[];
  /** Properties that few crystals have, the set Q of Eq. 4. */
  readonly sparse: readonly string[];
  /**
   * `λ2 / λ1` of Eq. 4, for all sparse properties or by name (1 where not named); 1. `λ1` itself is
   * `loss.lambda` of the training.
   */
  readonly sparseWeight?: number | Readonly<Record<string, number>>;
  /** Error of one label: `absolute` (default, the metric of the paper's Table 2) or `squared`. */
  readonly error?: "absolute" | "squared";
  /** Positive properties of either list whose logarithm is regressed; see the README first. */
  readonly logarithmic?: readonly string[];
  /**
   * What a property's summed error is divided by: `batch` (default), the number of crystals in the
   * batch, which is Eq. 4; or `known`, the number of its known labels in the batch.
   */
  readonly normalize?: "batch" | "known";
}
