import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import type { ContentHash } from "../manifest/shardManifest.ts";
import { toFileError } from "./toFileError.ts";

/** Size and SHA-256 of a file, as it is on the disk. */
export async function hashFile(file: string, signal?: AbortSignal): Promise<ContentHash> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 })) {
      signal?.throwIfAborted();
      hash.update(chunk as Uint8Array);
      bytes += (chunk as Uint8Array).length;
    }
  } catch (cause) {
    throw toFileError(cause, "SHARDS_READ_FAILED", file);
  }
  return { bytes, sha256: hash.digest("hex") };
}
