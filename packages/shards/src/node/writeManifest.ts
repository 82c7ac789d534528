import type { ShardManifest } from "../manifest/shardManifest.ts";
import type { ShardSetManifest } from "../manifest/shardSetManifest.ts";
import { formatManifest } from "./formatManifest.ts";
import { writeWhole } from "./writeWhole.ts";

/**
 * Writes a manifest with its checksum: the whole file appears at once, or none.
 *
 * @param path - the file; see {@link manifestPath}
 * @param manifest - what to write
 * @throws `ShardError` with code `SHARDS_WRITE_FAILED`
 *
 * @example
 * ```ts
 * import { mergeManifests, type ShardManifest } from "@ftcp/shards";
 * import { writeManifest } from "@ftcp/shards/node";
 *
 * const write = (manifests: readonly ShardManifest[]) =>
 *   writeManifest("all.manifest.json", mergeManifests(manifests));
 * ```
 */
export async function writeManifest(
  path: string,
  manifest: ShardManifest | ShardSetManifest,
): Promise<void> {
  const text = formatManifest(manifest);
  await writeWhole(path, async (file) => {
    await file.writeFile(text);
  });
}
