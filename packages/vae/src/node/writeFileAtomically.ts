import { open, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { VaeError } from "../vaeError.ts";
import { removeAbandonedFiles } from "./removeAbandonedFiles.ts";

/**
 * Writes a file so that at every instant either the old or the new one is there, whole: into a
 * temporary file beside it, flushed to the disk, then renamed.
 *
 * @param path - the file
 * @param bytes - its new contents
 * @throws `VaeError` with code `VAE_WRITE_FAILED` (full disk, no permission, no folder); the
 *   old file is untouched and no temporary file stays behind
 *
 * @remarks
 * What a writer that was killed (`kill -9`) left behind, `PATH.PID.tmp`, goes when the same file is next written.
 *
 * @example
 * ```ts
 * await writeFileAtomically("run/checkpoint.safetensors", event.bytes);
 * ```
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  try {
    await removeAbandonedFiles(path);
    const file = await open(temporary, "w");
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (cause) {
    await rm(temporary, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    throw new VaeError(
      "VAE_WRITE_FAILED",
      `${path} could not be written${code === undefined ? "" : ` (${code})`}`,
      { path, reason: code ?? null },
      { cause },
    );
  }
}

/** Makes the rename itself durable, where the system lets a folder be opened (not on Windows). */
async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
