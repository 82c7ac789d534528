import type { CellScaling, FtcpLayout } from "@ftcp/featurize";
import type { TrainingEngine } from "../engine/trainingEngine.ts";
import type { LossWeights } from "../losses/lossWeights.ts";
import type { RegressionObjective } from "../losses/regressionObjective.ts";
import type { NetworkOptions } from "../network/createNetworkConfig.ts";
import type { OptimizerConfig } from "../optimizer/optimizerConfig.ts";
import type { LearningRateSchedule } from "../schedule/learningRateSchedule.ts";
import type { TrainingSource } from "../source/trainingSource.ts";
import type { TrainingCrystal } from "../trainingCrystal.ts";

/**
 * Settings of {@link trainVae}.
 */
export interface TrainingOptions {
  /** How crystals become tensors. */
  readonly layout: FtcpLayout;
  /** What the regression learns. */
  readonly regression: RegressionObjective;
  /** Decides initial weights, order of the crystals and noise. */
  readonly seed: number;
  /** Passes over the crystals. */
  readonly epochs: number;
  /** Crystals per step; 128. */
  readonly batchSize?: number;
  /** Peak of the learning rate; 1e-3. */
  readonly learningRate?: number;
  /** Part of the training over which β rises from 0; 0.2. */
  readonly betaWarmUp?: number;
  /** How the learning rate goes from its peak; a cosine. */
  readonly schedule?: LearningRateSchedule;
  /** The optimiser; AdamW. Its weight decay applies to kernels outside the linear path. */
  readonly optimizer?: OptimizerConfig;
  /** Highest global norm of the gradients; 20. */
  readonly clipNorm?: number;
  /** Crystals whose loss is measured after every epoch; no weight ever sees them. */
  readonly validation?: readonly TrainingCrystal[] | TrainingSource;
  /** Stops when the validation loss has not fallen for so many epochs, with the best weights. */
  readonly patience?: number;
  /** What computes losses and gradients; the current backend of tfjs. */
  readonly engine?: TrainingEngine;
  /** Sizes of the network. */
  readonly network?: NetworkOptions;
  /** How tensors are scaled (see `FtcpScaler` of `@ftcp/featurize`); `log-cosine`. */
  readonly scaling?: CellScaling;
  /** Weights of the loss. */
  readonly loss?: Partial<LossWeights>;
  /** Epochs between checkpoint events; 0, the default, gives one only when aborted. */
  readonly checkpointEvery?: number;
  /** Steps between checkpoint events, counted over all epochs; 0, the default, for none. */
  readonly checkpointEverySteps?: number;
  /**
   * Memory for scaled tensors, so that they are made once instead of once an epoch; 512 MiB. A training set
   * that does not fit is scaled batch by batch.
   */
  readonly cacheBytes?: number;
  /** Bytes of a checkpoint of the same training, to go on from. */
  readonly resume?: Uint8Array;
  /** Stops after the current step, with a checkpoint event before the `AbortError`. */
  readonly signal?: AbortSignal;
}
