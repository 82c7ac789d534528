import type { ShardManifest } from "../manifest/shardManifest.ts";
import type { ShardSetManifest } from "../manifest/shardSetManifest.ts";

/** Whether a value has the parts of a manifest of version 1; its counts must agree. */
export function isManifest(value: object): value is ShardManifest | ShardSetManifest {
  const manifest = value as Record<string, unknown>;
  const { kind, version, tool, counts, errors, rejected } = manifest;
  if (version !== 1 || !isRecord(tool) || !isRecord(tool["options"])) return false;
  if (typeof tool["name"] !== "string" || typeof tool["version"] !== "string") return false;
  if (!isRecord(counts) || !isCounts(errors) || !isCounts(rejected)) return false;
  const { read, written, failed, rejected: left } = counts;
  if (![read, written, failed, left].every(isCount)) return false;
  if (read !== Number(written) + Number(failed) + Number(left)) return false;
  if (sum(errors) !== failed || sum(rejected) !== left) return false;
  if (kind === "ftcp-shard-set") {
    const { shards } = manifest;
    return Array.isArray(shards) && shards.every((shard) => isRecord(shard) && hasFiles(shard));
  }
  const { shard, failures } = manifest;
  return (
    kind === "ftcp-shard" &&
    hasFiles(manifest) &&
    Array.isArray(failures) &&
    isRecord(shard) &&
    isCount(shard["count"]) &&
    isCount(shard["index"]) &&
    shard["index"] < shard["count"] &&
    (shard["by"] === "rows" || shard["by"] === "formula") &&
    isRows(shard["rows"])
  );
}

function hasFiles({ input, output }: Record<string, unknown>): boolean {
  return (
    isHash(input) &&
    (input["holds"] === "shard" || input["holds"] === "all") &&
    isHash(output) &&
    isFileName(output["file"]) &&
    isRecord(output["format"]) &&
    (output["format"]["name"] === "jsonl" || output["format"]["name"] === "npy")
  );
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

function isCounts(value: unknown): value is Record<string, number> {
  return isRecord(value) && Object.values(value).every(isCount);
}

function isHash(value: unknown): value is Record<string, unknown> {
  return (
    isRecord(value) && isCount(value["bytes"]) && /^[\da-f]{64}$/u.test(String(value["sha256"]))
  );
}

/** A manifest must not lead to files elsewhere. */
function isFileName(value: unknown): boolean {
  return typeof value === "string" && value !== "" && value !== ".." && !/[\\/]/u.test(value);
}

function isRows(value: unknown): boolean {
  if (value === null) return true;
  return (
    isRecord(value) &&
    isCount(value["start"]) &&
    isCount(value["end"]) &&
    value["start"] <= value["end"]
  );
}

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
