import { decodeSafetensors } from "../safetensors/decodeSafetensors.ts";
import { encodeSafetensors } from "../safetensors/encodeSafetensors.ts";
import type { NamedTensor } from "../safetensors/namedTensor.ts";
import { VaeError } from "../vaeError.ts";
import { digestBytes } from "./digestBytes.ts";
import type { SealedFileKind } from "./sealedFileKind.ts";

/**
 * Reads what {@link sealFile} wrote and checks that nothing was altered.
 *
 * @param expected - what the file must be
 * @param bytes - the file, from an untrusted place
 * @returns the JSON and the tensors by name
 * @throws {@link VaeError} with code `VAE_MODEL_DAMAGED` when the file is of another kind, truncated
 *   or altered, and `VAE_MODEL_VERSION` when it has another schema version
 *
 * @example
 * ```ts
 * const { contents, tensors } = await openSealedFile({ kind: "my-network", version: "1" }, bytes);
 * ```
 */
export async function openSealedFile(
  expected: SealedFileKind,
  bytes: Uint8Array,
): Promise<{
  /** The JSON of the file. */
  readonly contents: Readonly<Record<string, unknown>>;
  /** The tensors by name. */
  readonly tensors: ReadonlyMap<string, NamedTensor>;
}> {
  const { tensors, metadata } = decodeSafetensors(bytes);
  if (metadata["kind"] !== expected.kind) {
    throw new VaeError("VAE_MODEL_DAMAGED", `not a file of kind ${expected.kind}`, {
      kind: metadata["kind"] ?? null,
    });
  }
  if (metadata["version"] !== expected.version) {
    throw new VaeError("VAE_MODEL_VERSION", "written by another version of this package", {
      version: metadata["version"] ?? null,
      supported: expected.version,
    });
  }
  const { sha256, ...unsealed } = metadata;
  const digest = await digestBytes(encodeSafetensors([...tensors.values()], unsealed));
  if (digest !== sha256) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the checksum of the file is wrong", {
      expected: sha256 ?? null,
      computed: digest,
    });
  }
  let contents: unknown;
  try {
    contents = JSON.parse(metadata["contents"] ?? "");
  } catch (cause) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the description is not JSON", {}, { cause });
  }
  if (typeof contents !== "object" || contents === null) {
    throw new VaeError("VAE_MODEL_DAMAGED", "the description is not an object");
  }
  return { contents: contents as Readonly<Record<string, unknown>>, tensors };
}
