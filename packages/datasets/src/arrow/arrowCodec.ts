import type { DatasetCodec } from "../format/datasetCodec.ts";
import { readArrow } from "./readArrow.ts";
import { writeArrow } from "./writeArrow.ts";

/**
 * Arrow IPC for `readRecords` and `writeRecords` of `@ftcp/datasets`, which do not load `apache-arrow` by themselves.
 *
 * @example
 * ```ts
 * import { readCsv, writeRecords } from "@ftcp/datasets";
 * import { arrowCodec } from "@ftcp/datasets/arrow";
 *
 * const pieces = writeRecords("crystals.arrow", readCsv("material_id,cif\n"), {
 *   codecs: [arrowCodec],
 * });
 * ```
 */
export const arrowCodec: DatasetCodec = { format: "arrow", read: readArrow, write: writeArrow };
