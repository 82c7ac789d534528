import { createHash } from "node:crypto";
import type { ShardManifest } from "../manifest/shardManifest.ts";
import type { ShardSetManifest } from "../manifest/shardSetManifest.ts";
import { toCanonicalJson } from "../manifest/toCanonicalJson.ts";

/** Writes a manifest as JSON with its own checksum; equal manifests give equal bytes. */
export function formatManifest(manifest: ShardManifest | ShardSetManifest): string {
  const canonical = JSON.parse(toCanonicalJson(manifest)) as object;
  return `${JSON.stringify({ ...canonical, checksum: checksumOf(manifest) })}\n`;
}

/** SHA-256 of the canonical text of a manifest, its checksum left out. */
export function checksumOf(manifest: object): string {
  const text = toCanonicalJson({ ...manifest, checksum: undefined });
  return createHash("sha256").update(text).digest("hex");
}
