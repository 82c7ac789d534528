import type { FtcpLayout } from "@ftcp/featurize";
import { open } from "node:fs/promises";
import { guardRead } from "./guardRead.ts";
import { indexArrowFile } from "./indexArrowFile.ts";

/**
 * Reads which crystals an Arrow IPC file of the featurizer holds, and in what layout, but not their tensors.
 *
 * @param path - file of `arrowFormat` of `@ftcp/featurize/arrow`, kind `file`
 * @returns `ids` in the order of the file; `layout` of the tensors
 * @throws `VaeError` with code `VAE_READ_FAILED` or `VAE_DATA_DAMAGED`
 *
 * @example
 * ```ts
 * const { ids, layout } = await readArrowIndex("X.arrow");
 * ```
 */
export async function readArrowIndex(path: string): Promise<{
  /** Ids of the crystals, in the order of the file. */
  readonly ids: readonly string[];
  /** Layout of the tensors. */
  readonly layout: FtcpLayout;
}> {
  const file = await guardRead(path, () => open(path, "r"));
  try {
    const { ids, layout } = await indexArrowFile(path, file);
    return { ids, layout };
  } finally {
    await file.close();
  }
}
