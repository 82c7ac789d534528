import type { TrainingOptions } from "@ftcp/vae";
import type { SemisupervisedRegressionOptions } from "./semisupervisedRegressionOptions.ts";

/**
 * Settings of {@link trainSemisupervisedVae}: those of `trainVae`, with the regression of
 * {@link semisupervisedRegression} in the place of its own.
 *
 * @remarks
 * `sparseWeight` defaults to {@link balanceSparseWeights} of the training set.
 */
export interface SemisupervisedTrainingOptions
  extends Omit<TrainingOptions, "regression">, SemisupervisedRegressionOptions {
  /**
   * Whether every crystal must know every ground-state property, as in Eq. 4; true. If false, missing
   * ones are masked as the sparse ones are.
   */
  readonly requireGroundState?: boolean;
}
