import type { Structure } from "@ftcp/crystal";
import { DatasetError, type CrystalRecord, type RecordResult } from "@ftcp/datasets";

/**
 * Parses the crystals of rows that were read with `lazy`, and keeps their text.
 *
 * @param rows - results of a reader
 * @returns the same results; a crystal that cannot be parsed is a failed one
 */
export async function* parseRows(
  rows: AsyncIterable<RecordResult>,
): AsyncGenerator<RecordResult, void, undefined> {
  for await (const result of rows) yield parseRow(result);
}

/**
 * Parses the crystal of one row.
 *
 * @param result - a row that was read with `lazy`
 * @returns the same result, or the error of its crystal
 */
export function parseRow(result: RecordResult): RecordResult {
  if (!result.ok) return result;
  try {
    parse(result.value);
    return result;
  } catch (error) {
    if (!(error instanceof DatasetError)) throw error;
    return { ok: false, error };
  }
}

/** A lazy record parses its crystal when it is asked for it. */
function parse(record: CrystalRecord): Structure {
  return record.structure;
}
