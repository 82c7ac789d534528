import { DatasetError } from "../datasetError.ts";
import type { RecordFilter } from "./recordFilter.ts";

/**
 * Checks that the properties and labels which a filter names exist.
 *
 * @param filter - the filter
 * @param known - names of all properties and labels of the dataset
 * @throws {@link DatasetError} with code `DATASETS_UNKNOWN_PROPERTY` for the first name that does
 *   not exist; `column` is the name, `known` lists those that exist
 *
 * @remarks
 * Of `energyAboveHull` one name is enough, and the default names are not checked unless crystals
 * without the energy are dropped.
 *
 * @example
 * ```ts
 * import { requireKnownNames } from "@ftcp/datasets";
 *
 * requireKnownNames({ requires: ["band_gap"] }, ["band_gap", "split"]); // passes
 * ```
 */
export function requireKnownNames(filter: RecordFilter, known: Iterable<string>): void {
  const names = new Set(known);
  const { requires = [], ranges = {}, labels = {}, energyAboveHull } = filter;
  const missing = [...requires, ...Object.keys(ranges), ...Object.keys(labels)].find(
    (name) => !names.has(name),
  );
  const isHullUnknown =
    filter.maxEnergyAboveHull !== undefined &&
    energyAboveHull !== undefined &&
    !energyAboveHull.some((name) => names.has(name));
  const unknown = missing ?? (isHullUnknown ? energyAboveHull.join(", ") : undefined);
  if (unknown === undefined) return;
  const sorted = [...names].sort();
  throw new DatasetError(
    "DATASETS_UNKNOWN_PROPERTY",
    `no crystal has the property or label ${unknown}; known are ${sorted.join(", ")}`,
    { column: unknown, known: sorted },
  );
}
