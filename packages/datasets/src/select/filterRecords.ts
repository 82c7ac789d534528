import type { RecordResult, RecordSource } from "../crystalRecord.ts";
import type { DatasetError } from "../datasetError.ts";
import { iterateRecords } from "../iterateRecords.ts";
import { matchesFilter } from "./matchesFilter.ts";
import type { RecordFilter } from "./recordFilter.ts";
import { requireKnownNames } from "./requireKnownNames.ts";

/**
 * Keeps the crystals that meet a filter, as a stream; failures pass through.
 *
 * @param source - records or results, in any iterable
 * @param filter - see {@link RecordFilter}
 * @returns the kept crystals and all failures, in order
 * @throws {@link DatasetError} with code `DATASETS_UNKNOWN_PROPERTY`, at the end, when the filter
 *   names a property or label that not one crystal has; `known` lists those that exist
 *
 * @example
 * ```ts
 * import { filterRecords, readJsonl } from "@ftcp/datasets";
 *
 * const ternaries = filterRecords(readJsonl(""), {
 *   elements: { min: 3, max: 3 },
 *   maxSites: 20,
 *   requires: ["formation_energy_per_atom", "band_gap"],
 * });
 * for await (const item of ternaries) if (item.ok) console.log(item.value.id);
 * ```
 *
 * @see the paper, section 4.1
 */
export async function* filterRecords<E extends Error = DatasetError>(
  source: RecordSource<E>,
  filter: RecordFilter,
): AsyncGenerator<RecordResult<E>, void, undefined> {
  const known = new Set<string>();
  let seen = 0;
  for await (const result of iterateRecords(source)) {
    if (!result.ok) {
      yield result;
      continue;
    }
    seen += 1;
    for (const name in result.value.properties) known.add(name);
    for (const name in result.value.labels) known.add(name);
    if (matchesFilter(result.value, filter)) yield result;
  }
  // An empty dataset knows no names; that is not the filter's fault.
  if (seen > 0) requireKnownNames(filter, known);
}
