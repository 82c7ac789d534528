import { openSealedFile, VaeError } from "@ftcp/vae";
import { CgcnnError } from "./cgcnnError.ts";
import { cgcnnFileVersions } from "./cgcnnFileVersions.ts";

/**
 * Opens a file of this package.
 *
 * @param kind - which
 * @param bytes - the file, from an untrusted place
 * @returns its JSON and its tensors
 * @throws {@link CgcnnError} with code `CGCNN_MODEL_DAMAGED` or `CGCNN_MODEL_VERSION`
 */
export async function openCgcnnFile(
  kind: keyof typeof cgcnnFileVersions,
  bytes: Uint8Array,
): ReturnType<typeof openSealedFile> {
  try {
    return await openSealedFile(cgcnnFileVersions[kind], bytes);
  } catch (cause) {
    if (!(cause instanceof VaeError)) throw cause;
    const code = cause.code === "VAE_MODEL_VERSION" ? "CGCNN_MODEL_VERSION" : "CGCNN_MODEL_DAMAGED";
    throw new CgcnnError(code, cause.message, cause.data, { cause });
  }
}
