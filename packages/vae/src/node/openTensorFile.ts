import type { FtcpLayout } from "@ftcp/featurize";
import type { FileSource } from "./fileSource.ts";
import { openArrowSource } from "./openArrowSource.ts";
import { openNpySource } from "./openNpySource.ts";
import type { TensorFile } from "./workerMessages.ts";

/**
 * Opens a file of the featurizer, `.npy` or Arrow, as a source of tensors: {@link openNpySource} or
 * {@link openArrowSource}.
 *
 * @param given - the file and the labels of its crystals
 * @param layout - the layout that it was written with
 * @returns the source; the caller closes it
 * @throws what the two throw
 *
 * @example
 * ```ts
 * const source = await openTensorFile({ arrow: "X.arrow", records }, layout);
 * ```
 */
export function openTensorFile(given: TensorFile, layout: FtcpLayout): Promise<FileSource> {
  if ("arrow" in given) return openArrowSource(given.arrow, given.records, layout);
  const { npy, records, members } = given;
  return openNpySource(npy, records, layout, members === undefined ? {} : { members });
}
