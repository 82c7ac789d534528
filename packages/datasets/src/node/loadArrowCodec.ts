import { DatasetError } from "../datasetError.ts";
import type { DatasetCodec } from "../format/datasetCodec.ts";

/**
 * Loads the reader and writer of Arrow, where `apache-arrow` is installed.
 *
 * @returns the codec
 * @throws {@link DatasetError} with code `DATASETS_MISSING_LIBRARY`
 */
export async function loadArrowCodec(): Promise<DatasetCodec> {
  try {
    return (await import("../arrow/arrowCodec.ts")).arrowCodec;
  } catch (cause) {
    const message = "Arrow needs the package apache-arrow: npm install apache-arrow";
    throw new DatasetError("DATASETS_MISSING_LIBRARY", message, {}, { cause });
  }
}
