import type { CrystalRecord, RecordSource } from "./crystalRecord.ts";
import { iterateRecords } from "./iterateRecords.ts";
import type { DatasetError } from "./datasetError.ts";

/** A whole dataset in memory. */
export interface CollectedRecords<E extends Error = DatasetError> {
  /** The crystals, in order. */
  readonly records: readonly CrystalRecord[];
  /** What failed, in order. */
  readonly errors: readonly E[];
}

/**
 * Gathers a stream of records into arrays, the crystals apart from the failures.
 *
 * @param source - records or results, in any iterable
 * @returns both arrays; look at `errors` before you trust `records` to be all
 * @throws whatever the iteration throws
 *
 * @example
 * ```ts
 * import { collectRecords, readJsonl } from "@ftcp/datasets";
 *
 * const { records, errors } = await collectRecords(readJsonl('{"id": 1}'));
 * records.length; // 0
 * errors[0]?.code; // DATASETS_MISSING_CIF
 * ```
 */
export async function collectRecords<E extends Error = DatasetError>(
  source: RecordSource<E>,
): Promise<CollectedRecords<E>> {
  const records: CrystalRecord[] = [];
  const errors: E[] = [];
  for await (const result of iterateRecords(source)) {
    if (result.ok) records.push(result.value);
    else errors.push(result.error);
  }
  return { records, errors };
}
