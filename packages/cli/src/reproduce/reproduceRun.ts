import type { TrainingTime } from "./trainingCheckpoint.ts";

/**
 * One training and what it measured, as it lies in the folder of runs.
 */
export interface ReproduceRun extends TrainingTime {
  /** Everything that decides the result; a run with an equal one is not repeated. */
  readonly protocol: Readonly<Record<string, unknown>>;
  /** The numbers, by name. */
  readonly metrics: Readonly<Record<string, number>>;
  /** Crystals that were trained on, and that were measured. */
  readonly crystals: { readonly training: number; readonly measured: number };
  /** Engine, processor and versions. */
  readonly machine: Readonly<Record<string, string>>;
}
