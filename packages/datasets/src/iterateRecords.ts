import type { CrystalRecord, RecordResult, RecordSource } from "./crystalRecord.ts";

/**
 * Gives any source of records as a stream of results.
 *
 * @param source - records or results, in any iterable
 * @returns the same items, bare records wrapped
 */
export async function* iterateRecords<E extends Error>(
  source: RecordSource<E>,
): AsyncGenerator<RecordResult<E>, void, undefined> {
  for await (const item of source) {
    yield isResult(item) ? item : { ok: true, value: item };
  }
}

function isResult<E extends Error>(item: CrystalRecord | RecordResult<E>): item is RecordResult<E> {
  return "ok" in item;
}
