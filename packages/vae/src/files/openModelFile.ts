import { modelFileVersions, type ModelFileKind } from "./modelFileVersions.ts";
import { openSealedFile } from "./openSealedFile.ts";

/**
 * Reads a file of one of this package's kinds; see {@link openSealedFile}.
 *
 * @param kind - what the file must be
 * @param bytes - the file, from an untrusted place
 * @returns the JSON and the tensors by name
 * @throws `VaeError` with code `VAE_MODEL_DAMAGED` when the file is of another kind, truncated
 *   or altered, and `VAE_MODEL_VERSION` when it has another schema version
 */
export function openModelFile(
  kind: ModelFileKind,
  bytes: Uint8Array,
): ReturnType<typeof openSealedFile> {
  return openSealedFile({ kind, version: modelFileVersions[kind] }, bytes);
}
