export { joinShards } from "./joinShards.ts";
export type { JoinShardsOptions } from "./joinShards.ts";
export { manifestPath } from "./manifestPath.ts";
export { readManifest } from "./readManifest.ts";
export { runShard } from "./runShard.ts";
export type { RunShardOptions, ShardProgress, ShardReport } from "./runShard.ts";
export { verifyShard } from "./verifyShard.ts";
export { writeManifest } from "./writeManifest.ts";
