import { encodeSafetensors } from "../safetensors/encodeSafetensors.ts";
import type { NamedTensor } from "../safetensors/namedTensor.ts";
import { digestBytes } from "./digestBytes.ts";
import { modelFileVersions, type ModelFileKind } from "./modelFileVersions.ts";

/**
 * Writes a fitted thing as one safetensors file whose header holds the JSON and a SHA-256 of
 * everything else.
 *
 * @param kind - what the file is
 * @param contents - plain JSON
 * @param tensors - the numbers
 * @returns the file; equal input gives equal bytes
 */
export async function sealModelFile(
  kind: ModelFileKind,
  contents: Readonly<Record<string, unknown>>,
  tensors: readonly NamedTensor[],
): Promise<Uint8Array> {
  const metadata = { kind, version: modelFileVersions[kind], contents: JSON.stringify(contents) };
  const unsealed = encodeSafetensors(tensors, metadata);
  const sha256 = await digestBytes(unsealed);
  return encodeSafetensors(tensors, { ...metadata, sha256 });
}
