import { createLayout } from "@ftcp/featurize";
import { createFeaturizeTask, type Shard, type ShardTask } from "@ftcp/shards";
import { join } from "node:path";

/** Name of the queue. */
export const queueName = "ftcp-featurize";

/** What a worker is told; every worker can read `data` and write to `folder`. */
export interface FeaturizeJob {
  /** JSON Lines with the crystals of the whole job. */
  readonly data: string;
  /** Where outputs and manifests go. */
  readonly folder: string;
  /** Which rows to do. */
  readonly shard: Shard;
}

/** Version of this program; change it when its outputs change. */
export const version = "1";

/** The work itself; the same on every machine. */
export const task: ShardTask = createFeaturizeTask({ layout: createLayout() });

/** The output of a shard. */
export function outputOf({ folder, shard }: FeaturizeJob): string {
  return join(folder, `${String(shard.index).padStart(6, "0")}.npy`);
}

/** Where Redis listens, from `--redis redis://host:port`. */
export function connectionOf(url: string): { readonly host: string; readonly port: number } {
  const { hostname, port } = new URL(url);
  return { host: hostname, port: port === "" ? 6379 : Number(port) };
}
