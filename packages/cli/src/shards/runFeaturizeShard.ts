import { createLayout } from "@ftcp/featurize";
import { createFeaturizeTask } from "@ftcp/shards";
import { CliError } from "../cliError.ts";
import type { FeaturizeOptions } from "../featurize/runFeaturize.ts";
import type { CommandContext } from "../io/commandContext.ts";
import { finishShard } from "./finishShard.ts";
import { openShardInput } from "./openShardInput.ts";
import type { ShardOptions } from "./shardOptions.ts";

/**
 * Runs `ftcp featurize --shard`.
 *
 * @param data - the dataset, or `-`
 * @param options - layout, and which shard
 * @param context - output and abort
 * @returns the exit code
 * @throws {@link CliError} with code `CLI_USAGE` for options that a shard does not take
 */
export async function runFeaturizeShard(
  data: string,
  options: FeaturizeOptions & ShardOptions,
  context: CommandContext,
): Promise<number> {
  const { format = "npy", workers, resume, split = "all", splitSeed, limit } = options;
  const refused = [
    format === "npy" && options.out.endsWith(".npy") ? undefined : "an output other than .npy",
    workers === 1 ? undefined : "--workers: run several shards instead",
    resume === true ? "--resume: a shard is done again as a whole" : undefined,
    split === "all" && splitSeed === undefined && limit === undefined
      ? undefined
      : "--split, --split-seed or --limit: select the crystals before",
  ].find((reason) => reason !== undefined);
  if (refused !== undefined) {
    throw new CliError("CLI_USAGE", `--shard does not take ${refused}`);
  }
  const source = await openShardInput(data, "rows", options, context);
  const layout = createLayout({
    name: options.layout,
    blocks: options.blocks,
    maxElements: options.maxElements,
    maxSites: options.maxSites,
  });
  const task = createFeaturizeTask({ layout, read: source.read });
  return finishShard(task, source, options, context);
}
