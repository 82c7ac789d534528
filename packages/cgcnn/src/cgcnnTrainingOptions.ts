import type {
  LearningRateSchedule,
  OptimizerConfig,
  TrainingCrystal,
  TrainingEngine,
} from "@ftcp/vae";
import type { CgcnnConfig } from "./cgcnnConfig.ts";

/**
 * Settings of {@link trainCgcnn}.
 */
export interface CgcnnTrainingOptions {
  /** Names of the properties; one network predicts them all. */
  readonly properties: readonly string[];
  /** Decides weights and order of the crystals. */
  readonly seed: number;
  /** Passes over the crystals. */
  readonly epochs: number;
  /** Atoms per step, at most; 1280, which is about 130 crystals of the paper's ternaries. */
  readonly batchAtoms?: number;
  /** Peak of the learning rate; 2e-3. */
  readonly learningRate?: number;
  /** How the learning rate goes from its peak; a cosine. */
  readonly schedule?: LearningRateSchedule;
  /** The optimiser; AdamW. Its weight decay applies to kernels. */
  readonly optimizer?: OptimizerConfig;
  /** Sizes of the network. */
  readonly network?: Partial<CgcnnConfig>;
  /** Crystals whose errors are measured after every epoch. */
  readonly validation?: readonly TrainingCrystal[];
  /** What computes; the current backend of tfjs. */
  readonly engine?: TrainingEngine;
  /** Epochs between checkpoint events; 0, the default, for none. */
  readonly checkpointEvery?: number;
  /** Bytes of a checkpoint of the same training, to go on from. */
  readonly resume?: Uint8Array;
  /** Stops after the current step with an `AbortError`. */
  readonly signal?: AbortSignal;
}
