import type { TrainingCrystal } from "../trainingCrystal.ts";

/**
 * Name and labels of a crystal whose tensor comes from elsewhere.
 */
export type LabelledRecord = Pick<TrainingCrystal, "id" | "properties">;

/**
 * Where a training gets its tensors from: crystals in memory, or the files that the featurizer wrote.
 */
export interface TrainingSource {
  /** Rows of every tensor. */
  readonly rows: number;
  /** Columns of every tensor. */
  readonly columns: number;
  /** Names and labels, one per crystal, in the order of the tensors. */
  readonly records: readonly LabelledRecord[];
  /**
   * Identifies the tensors, so that a checkpoint is not continued with others.
   *
   * @returns a digest; equal data give an equal one
   */
  digest(): Promise<string>;
  /**
   * Fetches tensors of some crystals, in any order.
   *
   * @param members - positions of the crystals
   * @param into - receives them in physical units, one after another, `[members, rows, columns]`; it
   *   may be longer
   */
  fill(members: readonly number[], into: Float32Array): void | Promise<void>;
}
