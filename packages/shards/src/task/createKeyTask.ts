import { compositionOf, reducedFormula } from "@ftcp/crystal";
import type { Shard } from "../plan/shard.ts";
import { bucketOf } from "./bucketOf.ts";
import { describeFailure } from "./describeFailure.ts";
import { formatRow } from "./formatRow.ts";
import { readLazyJsonl } from "./readLazyJsonl.ts";
import { readShardRows, type ReadShardRecords } from "./readShardRows.ts";
import type { ShardInput, ShardItem, ShardTask } from "./shardTask.ts";

/** Settings of {@link createKeyTask}. */
export interface KeyTaskOptions {
  /** How many shards by formula there will be. */
  readonly buckets: number;
  /** Reads the input; JSON Lines by default. */
  readonly read?: ReadShardRecords;
}

/**
 * Makes the task before {@link createDedupeTask}: it writes every crystal with its row, its reduced
 * formula and the shard by formula that it belongs to, so that an engine can bring equal ones together.
 *
 * @param options - number of shards by formula, and reader
 * @returns the task
 *
 * @example
 * ```ts
 * import { createKeyTask } from "@ftcp/shards";
 *
 * createKeyTask({ buckets: 16 }).format.name; // "jsonl"
 * ```
 */
export function createKeyTask(options: KeyTaskOptions): ShardTask {
  const { buckets, read = readLazyJsonl } = options;
  bucketOf("", buckets); // throws for a wrong number
  return {
    name: "dedupe-keys",
    options: { buckets },
    format: { name: "jsonl" },
    run: (input, shard, signal) => writeKeys(input, shard, buckets, read, signal),
  };
}

async function* writeKeys(
  input: ShardInput,
  shard: Shard,
  buckets: number,
  read: ReadShardRecords,
  signal: AbortSignal | undefined,
): AsyncGenerator<ShardItem, void, undefined> {
  for await (const { row, result } of readShardRows(input, shard, read, signal)) {
    const id = result.ok ? result.value.id : undefined;
    try {
      if (!result.ok) throw result.error;
      const formula = reducedFormula(compositionOf(result.value.structure));
      const bucket = bucketOf(formula, buckets);
      yield { kind: "line", text: formatRow(result.value, { row, formula, bucket }) };
    } catch (error) {
      yield { kind: "failed", failure: describeFailure(error, row, id) };
    }
  }
}
