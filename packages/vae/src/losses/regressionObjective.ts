import type * as tf from "@tensorflow/tfjs-core";

/**
 * What the regression learns: the port through which semi-supervised training comes in.
 */
export interface RegressionObjective {
  /** Names of the properties, one per output of the regression. */
  readonly properties: readonly string[];
  /** Properties that are positive and spread over decades; their logarithm is regressed. */
  readonly logarithmic?: readonly string[];
  /**
   * Plain JSON of everything that shapes the loss; goes into the model file and keeps a checkpoint
   * from being continued with another objective.
   */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Whether every crystal must know every property; else missing ones are NaN. */
  readonly requiresLabels: boolean;
  /**
   * Loss of a batch, averaged over its crystals.
   *
   * @param predicted - scaled properties `[batch, properties]`
   * @param target - scaled labels of the same shape; 0 where unknown
   * @param known - 1 where the label is known, else 0; 0 in rows that only fill up the last batch
   * @param count - number of crystals in the batch without those rows, a scalar
   * @returns a scalar; disposed by the caller
   */
  loss(
    predicted: tf.Tensor2D,
    target: tf.Tensor2D,
    known: tf.Tensor2D,
    count: tf.Scalar,
  ): tf.Scalar;
}
