import type { CrystalRecord, RecordResult, RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";

/**
 * Keeps one part of a split, as a stream; failures pass through.
 *
 * @param source - records or results, in any iterable
 * @param split - names a crystal's part: {@link splitByColumn}, or what {@link createSplit} makes
 * @param part - the part to keep
 * @returns its crystals and all failures, in order; a crystal that `split` fails on with a
 *   {@link DatasetError} is one failed result
 *
 * @example
 * ```ts
 * import { readJsonl, selectSplit, splitByColumn } from "@ftcp/datasets";
 *
 * for await (const item of selectSplit(readJsonl(""), splitByColumn, "train")) {
 *   if (item.ok) console.log(item.value.id);
 * }
 * ```
 */
export async function* selectSplit<E extends Error = DatasetError>(
  source: RecordSource<E>,
  split: (record: CrystalRecord) => string,
  part: string,
): AsyncGenerator<RecordResult<E | DatasetError>, void, undefined> {
  for await (const result of iterateRecords(source)) {
    if (!result.ok) {
      yield result;
      continue;
    }
    let found: string;
    try {
      found = split(result.value);
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      yield { ok: false, error };
      continue;
    }
    if (found === part) yield result;
  }
}
