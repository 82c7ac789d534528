import { compositionOf } from "@ftcp/crystal";
import type { CrystalRecord } from "../crystalRecord.ts";

/**
 * The elements of a crystal, as a key for {@link createSplit}: no system lies on both sides of the split.
 *
 * @param record - the crystal
 * @returns the symbols in alphabetical order, e.g. `"Cl-Cs"`
 *
 * @example
 * ```ts
 * import { chemicalSystemOf, createSplit } from "@ftcp/datasets";
 *
 * const split = createSplit({ seed: 1, groupBy: chemicalSystemOf });
 * ```
 */
export function chemicalSystemOf(record: CrystalRecord): string {
  return Object.keys(compositionOf(record.structure)).sort().join("-");
}
