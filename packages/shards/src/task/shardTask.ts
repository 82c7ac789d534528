import type { ShardFailure } from "../manifest/shardManifest.ts";
import type { Shard } from "../plan/shard.ts";

/**
 * Form of an output: lines of JSON, of which those of shards by formula are in the order of their
 * `ftcp_row`; or float32 tensors of one size in a `.npy` file.
 */
export type ShardFormat =
  | {
      /** JSON Lines. */
      readonly name: "jsonl";
    }
  | {
      /** A `.npy` file of shape (crystals, rows, columns). */
      readonly name: "npy";
      /** Rows of a tensor. */
      readonly rows: number;
      /** Columns of a tensor. */
      readonly columns: number;
    };

/** What became of one item of a shard's input. */
export type ShardItem =
  | {
      /** A line of a `jsonl` output. */
      readonly kind: "line";
      /** The line without its line feed. */
      readonly text: string;
    }
  | {
      /** A tensor of an `npy` output. */
      readonly kind: "tensor";
      /** Id of the crystal. */
      readonly id: string;
      /** The numbers, `rows · columns` of them. */
      readonly data: Float32Array;
    }
  | {
      /** An error. */
      readonly kind: "failed";
      /** The item and its error. */
      readonly failure: ShardFailure;
    }
  | {
      /** Left out on purpose. */
      readonly kind: "rejected";
      /** Why, in a word. */
      readonly reason: string;
    };

/** What a task works on. */
export interface ShardInput {
  /** The bytes of the input; none where the task needs no input. */
  readonly bytes: AsyncIterable<Uint8Array>;
  /** Whether the input holds the rows of this shard only, or all rows of the job. */
  readonly holds: "shard" | "all";
}

/**
 * What is done to each shard of a job: a function of the input, the shard and the options alone.
 *
 * @remarks
 * Another machine, another time or another way to cut the job must not change an item's result; that
 * is what makes a shard that runs twice harmless.
 */
export interface ShardTask {
  /** Names the task in manifests. */
  readonly name: string;
  /** Everything that, together with the input, decides the output; JSON. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Form of the output. */
  readonly format: ShardFormat;
  /**
   * Does the work.
   *
   * @param input - where the rows come from
   * @param shard - which of them to take
   * @param signal - stops the work
   * @returns one result for each item of the shard, in order
   */
  run(
    input: ShardInput,
    shard: Shard,
    signal: AbortSignal | undefined,
  ): AsyncIterable<ShardItem> | Iterable<ShardItem>;
}
