import { DatasetError } from "../datasetError.ts";
import type { DatasetCodec } from "./datasetCodec.ts";
import type { DatasetFormat } from "./datasetFormat.ts";

/**
 * Finds the codec of a form.
 *
 * @param format - the form
 * @param codecs - those that the caller has given
 * @returns the codec
 * @throws {@link DatasetError} with code `DATASETS_MISSING_LIBRARY` when there is none
 */
export function requireCodec(
  format: DatasetFormat,
  codecs: readonly DatasetCodec[] = [],
): DatasetCodec {
  const codec = codecs.find((each) => each.format === format);
  if (codec !== undefined) return codec;
  throw new DatasetError(
    "DATASETS_MISSING_LIBRARY",
    `${format} needs a codec: give codecs: [arrowCodec] of @ftcp/datasets/arrow`,
  );
}
