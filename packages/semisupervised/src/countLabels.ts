import type { TrainingCrystal } from "@ftcp/vae";

/**
 * Counts the crystals that know each property.
 *
 * @param crystals - partly labelled crystals
 * @param properties - names
 * @returns number of crystals by property; 0 for a property that none has
 *
 * @remarks
 * An absent label and a NaN both count as unknown.
 *
 * @example
 * ```ts
 * countLabels(crystals, ["band_gap", "Powerfactor"]); // { band_gap: 15294, Powerfactor: 2133 }
 * ```
 */
export function countLabels(
  crystals: readonly Pick<TrainingCrystal, "properties">[],
  properties: readonly string[],
): Readonly<Record<string, number>> {
  return Object.fromEntries(
    properties.map((property) => [
      property,
      crystals.filter(({ properties: known }) => !Number.isNaN(known[property] ?? Number.NaN))
        .length,
    ]),
  );
}
