import { createDedupeTask, createKeyTask } from "@ftcp/shards";
import { CliError } from "../cliError.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { finishShard } from "./finishShard.ts";
import { openShardInput } from "./openShardInput.ts";
import type { ShardOptions } from "./shardOptions.ts";

/** Options of `ftcp dedupe`. */
export interface DedupeOptions extends ShardOptions {
  /** Whether only formulas and buckets are written. */
  readonly keys?: boolean;
  /** How many shards by formula there will be, with `keys`. */
  readonly buckets?: number;
  /** Largest relative difference in volume per atom. */
  readonly volumeTolerance: number;
}

/**
 * Runs `ftcp dedupe`.
 *
 * @param data - the dataset, or `-`
 * @param options - see {@link DedupeOptions}
 * @param context - output and abort
 * @returns the exit code
 * @throws {@link CliError} with code `CLI_USAGE` when only one of `keys` and `buckets` is given
 */
export async function runDedupe(
  data: string,
  options: DedupeOptions,
  context: CommandContext,
): Promise<number> {
  const { keys = false, buckets, volumeTolerance } = options;
  if (keys !== (buckets !== undefined)) {
    throw new CliError("CLI_USAGE", "--keys and --buckets go together");
  }
  const source = await openShardInput(data, keys ? "rows" : "formula", options, context);
  const { read } = source;
  const task =
    buckets === undefined
      ? createDedupeTask({ volumeTolerance, read })
      : createKeyTask({ buckets, read });
  return finishShard(task, source, options, context);
}
