import { readJsonl } from "@ftcp/datasets";
import type { ReadShardRecords } from "./readShardRows.ts";

/**
 * Reads JSON Lines and parses a CIF only when its structure is asked for, as rows of other shards
 * need none.
 *
 * @param bytes - the file
 * @param signal - stops the reading
 * @returns a result per line
 */
export const readLazyJsonl: ReadShardRecords = (bytes, signal) =>
  readJsonl(bytes, { lazy: true, ...(signal === undefined ? {} : { signal }) });
