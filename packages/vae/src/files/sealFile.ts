import { encodeSafetensors } from "../safetensors/encodeSafetensors.ts";
import type { NamedTensor } from "../safetensors/namedTensor.ts";
import { digestBytes } from "./digestBytes.ts";
import type { SealedFileKind } from "./sealedFileKind.ts";

/**
 * Writes JSON and tensors as one safetensors file whose header holds the JSON and a SHA-256 of
 * everything else.
 *
 * @param kind - what the file is, and its version
 * @param contents - plain JSON
 * @param tensors - the numbers; no name is a whole number
 * @returns the file; equal input gives equal bytes
 *
 * @example
 * ```ts
 * const bytes = await sealFile({ kind: "my-network", version: "1" }, { width: 64 }, tensors);
 * ```
 *
 * @see {@link openSealedFile} for the way back
 */
export async function sealFile(
  { kind, version }: SealedFileKind,
  contents: Readonly<Record<string, unknown>>,
  tensors: readonly NamedTensor[],
): Promise<Uint8Array> {
  const metadata = { kind, version, contents: JSON.stringify(contents) };
  const unsealed = encodeSafetensors(tensors, metadata);
  const sha256 = await digestBytes(unsealed);
  return encodeSafetensors(tensors, { ...metadata, sha256 });
}
