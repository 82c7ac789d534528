import { basename, dirname, join } from "node:path";
import type { ShardManifest } from "../manifest/shardManifest.ts";
import { ShardError } from "../shardError.ts";
import { hashFile } from "./hashFile.ts";
import { manifestPath } from "./manifestPath.ts";
import { readManifest } from "./readManifest.ts";

/**
 * Checks that an output is what its manifest says, to the last byte.
 *
 * @param output - the output; its manifest lies beside it
 * @returns the manifest
 * @throws `ShardError` with code `SHARDS_DAMAGED` when size, hash or name differ, `SHARDS_MISSING` when a
 *   file is not there, and what `readManifest` throws
 *
 * @example
 * ```ts
 * import { verifyShard } from "@ftcp/shards/node";
 *
 * const { counts } = await verifyShard("X-7.npy");
 * ```
 */
export async function verifyShard(output: string): Promise<ShardManifest> {
  const path = manifestPath(output);
  const manifest = await readManifest(path);
  if (manifest.kind !== "ftcp-shard") {
    throw new ShardError("SHARDS_INVALID_MANIFEST", `${path}: not the manifest of one shard`, {
      file: path,
    });
  }
  await checkOutput(join(dirname(output), basename(output)), manifest.output, manifest.shard.index);
  return manifest;
}

/** Compares a file with what a manifest says of it. */
export async function checkOutput(
  path: string,
  expected: ShardManifest["output"],
  index: number,
): Promise<void> {
  if (expected.file !== basename(path)) {
    const message = `${path}: the manifest is that of ${expected.file}`;
    throw new ShardError("SHARDS_DAMAGED", message, { file: path, shards: [index] });
  }
  const { bytes, sha256 } = await hashFile(path);
  if (bytes === expected.bytes && sha256 === expected.sha256) return;
  throw damaged(path, index, bytes, expected.bytes);
}

/** The error for an output that is not what its manifest says. */
export function damaged(path: string, index: number, bytes: number, expected: number): ShardError {
  const how =
    bytes === expected ? "other bytes than its manifest says" : `${bytes} bytes, not ${expected}`;
  return new ShardError("SHARDS_DAMAGED", `${path}: shard ${index} has ${how}`, {
    file: path,
    shards: [index],
  });
}
