import type { ReproduceOptions } from "./reproduceOptions.ts";

/**
 * Columns of the formation energy and the band gap.
 *
 * @param labels - which labels
 * @returns the names
 */
export function propertyNames(labels: ReproduceOptions["labels"]): readonly [string, string] {
  return labels === "mp2018"
    ? ["formation_energy_mp2018", "band_gap_mp2018"]
    : ["formation_energy_per_atom", "band_gap"];
}
