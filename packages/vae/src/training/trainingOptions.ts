import type { FtcpLayout } from "@ftcp/featurize";
import type { LossWeights } from "../losses/lossWeights.ts";
import type { RegressionObjective } from "../losses/regressionObjective.ts";
import type { NetworkConfig } from "../network/networkConfig.ts";

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
  /** Decoupled weight decay; 0.01. */
  readonly weightDecay?: number;
  /** Sizes of the network. */
  readonly network?: Partial<NetworkConfig>;
  /** Weights of the loss. */
  readonly loss?: Partial<LossWeights>;
  /** Epochs between checkpoint events; 0, the default, gives one only when aborted. */
  readonly checkpointEvery?: number;
  /** Bytes of a checkpoint of the same training, to go on from. */
  readonly resume?: Uint8Array;
  /** Stops after the current step, with a checkpoint event before the `AbortError`. */
  readonly signal?: AbortSignal;
}
