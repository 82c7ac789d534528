import type { RowRange, Shard } from "../plan/shard.ts";
import type { ShardCounts, ShardManifest, ShardTool } from "./shardManifest.ts";

/** One shard of a {@link ShardSetManifest}. */
export interface ShardSummary {
  /** Its number. */
  readonly index: number;
  /** Its rows, where they are known. */
  readonly rows: RowRange | null;
  /** Its input. */
  readonly input: ShardManifest["input"];
  /** How many items came how far. */
  readonly counts: ShardCounts;
  /** Its output. */
  readonly output: ShardManifest["output"];
}

/** Says that all shards of a job are there, each once, and what they hold together. */
export interface ShardSetManifest {
  /** Always `"ftcp-shard-set"`. */
  readonly kind: "ftcp-shard-set";
  /** Always 1. */
  readonly version: 1;
  /** What made the outputs. */
  readonly tool: ShardTool;
  /** What was divided. */
  readonly by: Shard["by"];
  /** All rows of the job, where they are known. */
  readonly rows: RowRange | null;
  /** Sums of the counts of the shards. */
  readonly counts: ShardCounts;
  /** Sums of the errors of the shards, by code. */
  readonly errors: Readonly<Record<string, number>>;
  /** Sums of the items left out on purpose, by reason. */
  readonly rejected: Readonly<Record<string, number>>;
  /** The shards, by number. */
  readonly shards: readonly ShardSummary[];
  /** The one file that the outputs were joined to, if they were. */
  readonly output?: ShardManifest["output"];
  /** Ids of the items in that file, in order, where it has no place for them. */
  readonly ids?: readonly string[];
}
