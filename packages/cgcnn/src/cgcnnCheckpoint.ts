import type { LearningRateState, NumbersByName } from "@ftcp/vae";

/** Where a training stands between two epochs. */
export interface CgcnnCheckpoint {
  /** Identifies crystals and settings. */
  readonly fingerprint: string;
  /** Epochs done. */
  readonly epoch: number;
  /** Steps of the optimiser. */
  readonly steps: number;
  /** What the learning rate remembers. */
  readonly rate: LearningRateState;
  /** Weights, moving averages and the optimiser's own arrays. */
  readonly arrays: NumbersByName;
}
