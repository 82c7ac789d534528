import { compositionOf } from "@ftcp/crystal";
import type { CrystalRecord } from "../crystalRecord.ts";
import type { NumberRange, RecordFilter } from "./recordFilter.ts";

/** Where the energy above the hull is looked for when the filter does not say. */
export const ENERGY_ABOVE_HULL: readonly string[] = [
  "e_above_hull",
  "energy_above_hull",
  "e_above_hull_recomputed",
];

/**
 * Tells whether a crystal meets every condition of a filter.
 *
 * @param record - the crystal
 * @param filter - the conditions; an empty one lets everything pass
 * @returns whether it passes
 * @throws RangeError when a bound of the filter is NaN
 *
 * @remarks
 * A property that is not known is never compared as 0: it fails `ranges` and `requires`, and
 * passes `maxEnergyAboveHull` unless `missingEnergyAboveHull` is `"drop"`.
 *
 * @example
 * ```ts
 * import { matchesFilter } from "@ftcp/datasets";
 * import type { CrystalRecord } from "@ftcp/datasets";
 *
 * // The first data set of the paper.
 * const isPaperTernary = (record: CrystalRecord): boolean =>
 *   matchesFilter(record, {
 *     elements: { min: 3, max: 3 },
 *     maxSites: 20,
 *     maxEnergyAboveHull: 0.05,
 *     missingEnergyAboveHull: "drop",
 *   });
 * ```
 *
 * @see the paper, section 4.1
 */
export function matchesFilter(record: CrystalRecord, filter: RecordFilter): boolean {
  const { properties, labels } = record;
  const { elements, maxSites, requires = [], ranges = {}, labels: allowed = {} } = filter;
  // A lazy record parses its CIF when it is asked for the structure.
  if (maxSites !== undefined && !isWithin(record.structure.sites.length, { max: maxSites })) {
    return false;
  }
  if (elements !== undefined) {
    const count = Object.keys(compositionOf(record.structure)).length;
    if (!isWithin(count, elements)) return false;
  }
  if (filter.maxEnergyAboveHull !== undefined) {
    const { maxEnergyAboveHull: max, energyAboveHull = ENERGY_ABOVE_HULL } = filter;
    const name = energyAboveHull.find((candidate) => Object.hasOwn(properties, candidate));
    const value = name === undefined ? undefined : properties[name];
    if (value === undefined) {
      if (filter.missingEnergyAboveHull === "drop") return false;
    } else if (!isWithin(value, { max })) return false;
  }
  for (const name of requires) {
    if (!Object.hasOwn(properties, name) && !Object.hasOwn(labels, name)) return false;
  }
  for (const [name, range] of Object.entries(ranges)) {
    const value = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (value === undefined || !isWithin(value, range)) return false;
  }
  for (const [name, texts] of Object.entries(allowed)) {
    const text = Object.hasOwn(labels, name) ? labels[name] : undefined;
    if (text === undefined) return false;
    if (typeof texts === "string" ? text !== texts : !texts.includes(text)) return false;
  }
  return true;
}

function isWithin(value: number, { min = -Infinity, max = Infinity }: NumberRange): boolean {
  if (Number.isNaN(min) || Number.isNaN(max)) throw new RangeError("a filter's bound is NaN");
  return value >= min && value <= max;
}
