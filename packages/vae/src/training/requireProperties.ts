import type { LabelledRecord } from "../source/trainingSource.ts";
import { VaeError } from "../vaeError.ts";

/**
 * Makes sure that every property is known of at least one crystal.
 *
 * @param records - labelled crystals
 * @param properties - names
 * @throws {@link VaeError} with code `VAE_UNKNOWN_PROPERTY` when no crystal at all has a property
 */
export function requireProperties(
  records: readonly LabelledRecord[],
  properties: readonly string[],
): void {
  for (const property of properties) {
    if (records.some((record) => record.properties[property] !== undefined)) continue;
    throw new VaeError("VAE_UNKNOWN_PROPERTY", `no crystal has the property ${property}`, {
      property,
      known: [...new Set(records.slice(0, 1000).flatMap(({ properties: p }) => Object.keys(p)))],
    });
  }
}
