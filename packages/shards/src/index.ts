export { ShardError } from "./shardError.ts";
export type { ShardErrorCode, ShardErrorData } from "./shardError.ts";

export { planShards } from "./plan/planShards.ts";
export type { RowRange, Shard } from "./plan/shard.ts";

export { mergeManifests } from "./manifest/mergeManifests.ts";
export type {
  ContentHash,
  ShardCounts,
  ShardFailure,
  ShardManifest,
  ShardTool,
} from "./manifest/shardManifest.ts";
export type { ShardSetManifest, ShardSummary } from "./manifest/shardSetManifest.ts";

export { bucketOf } from "./task/bucketOf.ts";
export { createDedupeTask } from "./task/createDedupeTask.ts";
export type { DedupeTaskOptions } from "./task/createDedupeTask.ts";
export { createFeaturizeTask } from "./task/createFeaturizeTask.ts";
export type { FeaturizeTaskOptions } from "./task/createFeaturizeTask.ts";
export { createKeyTask } from "./task/createKeyTask.ts";
export type { KeyTaskOptions } from "./task/createKeyTask.ts";
export type { ReadShardRecords } from "./task/readShardRows.ts";
export type { ShardFormat, ShardInput, ShardItem, ShardTask } from "./task/shardTask.ts";

export { createScreenTask } from "./screen/createScreenTask.ts";
export type { ScreenSource, ScreenTaskOptions } from "./screen/createScreenTask.ts";
export { sampleRange } from "./screen/sampleRange.ts";
export type { SampleRangeOptions } from "./screen/sampleRange.ts";
