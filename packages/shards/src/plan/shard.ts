/** Rows of a whole job, from `start` up to but without `end`, counted from 0. */
export interface RowRange {
  /** The first row. */
  readonly start: number;
  /** The row after the last one. */
  readonly end: number;
}

/**
 * One part of a job, and its place among the others.
 */
export interface Shard {
  /** Its number, from 0. */
  readonly index: number;
  /** How many shards the job has. */
  readonly count: number;
  /**
   * What is divided: the `rows` in their order, or the `formula`s, by a hash, so that crystals that
   * may be the same meet in one shard.
   */
  readonly by: "rows" | "formula";
  /** The rows of the shard; `null` when nobody knows them, as with files that were cut elsewhere. */
  readonly rows: RowRange | null;
}
