import type { CrystalRecord } from "@ftcp/datasets";
import { featurize, type FtcpLayout } from "@ftcp/featurize";
import type { Shard } from "../plan/shard.ts";
import { describeFailure } from "./describeFailure.ts";
import { readShardRows, type ReadShardRecords } from "./readShardRows.ts";
import { readLazyJsonl } from "./readLazyJsonl.ts";
import type { ShardInput, ShardItem, ShardTask } from "./shardTask.ts";

/** Settings of {@link createFeaturizeTask}. */
export interface FeaturizeTaskOptions {
  /** What goes where in the tensors. */
  readonly layout: FtcpLayout;
  /** Reads the input; JSON Lines by default. */
  readonly read?: ReadShardRecords;
}

/**
 * Makes the task that turns crystals into tensors, in a `.npy` file with ids in the manifest.
 *
 * @param options - layout and reader
 * @returns the task
 *
 * @example
 * ```ts
 * import { createLayout } from "@ftcp/featurize";
 * import { createFeaturizeTask, planShards } from "@ftcp/shards";
 * import { runShard } from "@ftcp/shards/node";
 *
 * const task = createFeaturizeTask({ layout: createLayout() });
 * for (const shard of planShards(1_000_000, 1000)) {
 *   await runShard({ task, version: "1", shard, input: "all.jsonl", out: `X-${shard.index}.npy` });
 * }
 * ```
 */
export function createFeaturizeTask(options: FeaturizeTaskOptions): ShardTask {
  const { layout, read = readLazyJsonl } = options;
  return {
    name: "featurize",
    options: { layout },
    format: { name: "npy", rows: layout.rows, columns: layout.columns },
    run: (input, shard, signal) => featurizeRows(input, shard, layout, read, signal),
  };
}

async function* featurizeRows(
  input: ShardInput,
  shard: Shard,
  layout: FtcpLayout,
  read: ReadShardRecords,
  signal: AbortSignal | undefined,
): AsyncGenerator<ShardItem, void, undefined> {
  for await (const { row, result } of readShardRows(input, shard, read, signal)) {
    if (!result.ok) {
      yield { kind: "failed", failure: describeFailure(result.error, row, undefined) };
      continue;
    }
    yield featurizeRow(result.value, row, layout);
  }
}

function featurizeRow(record: CrystalRecord, row: number, layout: FtcpLayout): ShardItem {
  try {
    return { kind: "tensor", id: record.id, data: featurize(record.structure, layout).data };
  } catch (error) {
    return { kind: "failed", failure: describeFailure(error, row, record.id) };
  }
}
