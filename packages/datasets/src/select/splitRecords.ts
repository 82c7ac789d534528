import type { CrystalRecord, RecordSource } from "../crystalRecord.ts";
import { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";

/** A dataset in memory, in parts. */
export interface SplitResult<E extends Error = DatasetError> {
  /** The crystals of each part, in order, by the name of the part. */
  readonly parts: ReadonlyMap<string, readonly CrystalRecord[]>;
  /** What failed, in order. */
  readonly errors: readonly (E | DatasetError)[];
}

/**
 * Gathers all parts of a split in memory, in one pass.
 *
 * @param source - records or results, in any iterable
 * @param split - names a crystal's part: {@link splitByColumn}, or what {@link createSplit} makes
 * @returns the parts by name, and what failed
 *
 * @example
 * ```ts
 * import { createSplit, readJsonl, splitRecords } from "@ftcp/datasets";
 *
 * const { parts } = await splitRecords(readJsonl(""), createSplit({ seed: 1 }));
 * const train = parts.get("train") ?? [];
 * ```
 */
export async function splitRecords<E extends Error = DatasetError>(
  source: RecordSource<E>,
  split: (record: CrystalRecord) => string,
): Promise<SplitResult<E>> {
  const parts = new Map<string, CrystalRecord[]>();
  const errors: (E | DatasetError)[] = [];
  for await (const result of iterateRecords(source)) {
    if (!result.ok) {
      errors.push(result.error);
      continue;
    }
    try {
      const name = split(result.value);
      const part = parts.get(name);
      if (part === undefined) parts.set(name, [result.value]);
      else part.push(result.value);
    } catch (error) {
      if (!(error instanceof DatasetError)) throw error;
      errors.push(error);
    }
  }
  return { parts, errors };
}
