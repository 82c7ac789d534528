import { readFile } from "node:fs/promises";
import type { ShardManifest } from "../manifest/shardManifest.ts";
import type { ShardSetManifest } from "../manifest/shardSetManifest.ts";
import { ShardError } from "../shardError.ts";
import { checksumOf } from "./formatManifest.ts";
import { isManifest } from "./isManifest.ts";
import { toFileError } from "./toFileError.ts";

/**
 * Reads the manifest of a shard, or of joined shards.
 *
 * @param path - a file `NAME.manifest.json`
 * @returns the manifest
 * @throws `ShardError` with code `SHARDS_MISSING` when there is no such file, `SHARDS_INVALID_MANIFEST`
 *   when it is no manifest, is cut short or of another version, `SHARDS_DAMAGED` when it fails its
 *   checksum, and `SHARDS_READ_FAILED`
 *
 * @example
 * ```ts
 * import { readManifest } from "@ftcp/shards/node";
 *
 * const { counts, errors } = await readManifest("X-7.npy.manifest.json");
 * ```
 */
export async function readManifest(path: string): Promise<ShardManifest | ShardSetManifest> {
  let text: string;
  try {
    text = await readFile(path, "utf8");
  } catch (cause) {
    throw toFileError(cause, "SHARDS_READ_FAILED", path);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    const message = `${path}: no JSON, or cut short`;
    throw new ShardError("SHARDS_INVALID_MANIFEST", message, { file: path }, { cause });
  }
  if (typeof value !== "object" || value === null || !("checksum" in value)) {
    throw new ShardError("SHARDS_INVALID_MANIFEST", `${path}: no manifest`, { file: path });
  }
  const { checksum, ...manifest } = value;
  if (checksum !== checksumOf(manifest)) {
    throw new ShardError("SHARDS_DAMAGED", `${path}: the manifest fails its checksum`, {
      file: path,
    });
  }
  if (!isManifest(manifest)) {
    throw new ShardError(
      "SHARDS_INVALID_MANIFEST",
      `${path}: no manifest of a version that this program reads`,
      { file: path },
    );
  }
  return manifest;
}
