import type { FtcpScaler } from "@ftcp/featurize";
import type { NumbersByName } from "../engine/trainingEngine.ts";
import type { LearningRateState } from "../schedule/learningRate.ts";
import type { EarlyStoppingState } from "./earlyStopping.ts";
import type { LossAverage } from "./lossAverage.ts";

/**
 * Everything that a training needs to go on as if it had not been interrupted.
 */
export interface TrainingState {
  /** Identifies crystals and settings; a checkpoint of others is refused. */
  readonly fingerprint: string;
  /** Steps taken. */
  readonly steps: number;
  /** The fitted scaler of the tensors. */
  readonly scaler: FtcpScaler;
  /** What the learning rate remembers. */
  readonly rate: LearningRateState;
  /** What early stopping remembers. */
  readonly stopping: EarlyStoppingState;
  /** Sums of the losses of the epoch in progress. */
  readonly sums: LossAverage["state"];
  /** Weights, state of the optimiser and best weights so far, each under its own name. */
  readonly arrays: NumbersByName;
}
