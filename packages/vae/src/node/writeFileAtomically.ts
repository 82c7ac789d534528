import { writeFileAtomically as writeAtomically } from "@ftcp/files";
import { VaeError } from "../vaeError.ts";

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
 * What a writer that was killed (`kill -9`) left behind goes when the same file is next written.
 *
 * @example
 * ```ts
 * await writeFileAtomically("run/checkpoint.safetensors", event.bytes);
 * ```
 */
export async function writeFileAtomically(path: string, bytes: Uint8Array): Promise<void> {
  try {
    await writeAtomically(path, bytes);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new VaeError(
      "VAE_WRITE_FAILED",
      `${path} could not be written${code === undefined ? "" : ` (${code})`}`,
      { path, reason: code ?? null },
      { cause },
    );
  }
}
