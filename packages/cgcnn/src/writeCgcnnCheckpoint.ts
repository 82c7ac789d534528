import { sealFile } from "@ftcp/vae";
import type { CgcnnCheckpoint } from "./cgcnnCheckpoint.ts";
import { cgcnnFileVersions } from "./cgcnnFileVersions.ts";

/**
 * Writes where a training stands.
 *
 * @param checkpoint - its whole state
 * @returns bytes that `resume` takes
 */
export function writeCgcnnCheckpoint(checkpoint: CgcnnCheckpoint): Promise<Uint8Array> {
  const { arrays, ...contents } = checkpoint;
  const tensors = [...arrays].map(([name, data]) => ({ name, shape: [data.length], data }));
  return sealFile(cgcnnFileVersions.checkpoint, contents, tensors);
}
