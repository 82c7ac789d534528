import { readFile } from "node:fs/promises";
import { CrystalVae } from "../crystalVae.ts";
import { VaeError } from "../vaeError.ts";

/**
 * Reads a model file from disk.
 *
 * @param path - a file that {@link writeModel} wrote
 * @returns the model; the caller disposes it
 * @throws `VaeError` with code `VAE_READ_FAILED` when there is no such file, and the codes of
 *   {@link CrystalVae.fromBytes}
 *
 * @example
 * ```ts
 * const model = await readModel("run/model.safetensors");
 * ```
 */
export async function readModel(path: string): Promise<CrystalVae> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new VaeError(
      "VAE_READ_FAILED",
      `${path} could not be read${code === undefined ? "" : ` (${code})`}`,
      { path, reason: code ?? null },
      { cause },
    );
  }
  return CrystalVae.fromBytes(bytes);
}
