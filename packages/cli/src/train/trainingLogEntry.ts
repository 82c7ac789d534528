import type { LossTerms } from "@ftcp/vae";

/** A line of the metrics log `training.jsonl`. */
export interface TrainingLogEntry {
  /** The epoch, from 1. */
  readonly epoch: number;
  /** Epochs of the whole training. */
  readonly epochs: number;
  /** Terms of the loss, averaged over the epoch. */
  readonly loss: LossTerms;
  /** How long the epoch took. */
  readonly seconds: number;
}
