import type { NamedTensor } from "../safetensors/namedTensor.ts";
import { modelFileVersions, type ModelFileKind } from "./modelFileVersions.ts";
import { sealFile } from "./sealFile.ts";

/**
 * Writes a file of one of this package's kinds; see {@link sealFile}.
 *
 * @param kind - what the file is
 * @param contents - plain JSON
 * @param tensors - the numbers
 * @returns the file; equal input gives equal bytes
 */
export function sealModelFile(
  kind: ModelFileKind,
  contents: Readonly<Record<string, unknown>>,
  tensors: readonly NamedTensor[],
): Promise<Uint8Array> {
  return sealFile({ kind, version: modelFileVersions[kind] }, contents, tensors);
}
