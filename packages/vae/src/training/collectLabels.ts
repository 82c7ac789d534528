import type { TrainingCrystal } from "../trainingCrystal.ts";
import { VaeError } from "../vaeError.ts";

/**
 * Collects the labels of crystals into a matrix.
 *
 * @param crystals - labelled crystals
 * @param properties - names, one per column
 * @param required - whether a missing label is an error
 * @returns `[crystals, properties]` row-major, physical units; NaN where unknown
 * @throws {@link VaeError} with code `VAE_MISSING_LABEL` when a required label is missing, and
 *   `VAE_UNKNOWN_PROPERTY` when no crystal at all has the property
 */
export function collectLabels(
  crystals: readonly TrainingCrystal[],
  properties: readonly string[],
  required: boolean,
): Float64Array {
  for (const property of properties) {
    if (crystals.some((crystal) => crystal.properties[property] !== undefined)) continue;
    throw new VaeError("VAE_UNKNOWN_PROPERTY", `no crystal has the property ${property}`, {
      property,
      known: [...new Set(crystals.slice(0, 1000).flatMap(({ properties: p }) => Object.keys(p)))],
    });
  }
  const labels = new Float64Array(crystals.length * properties.length);
  crystals.forEach(({ id, properties: known }, row) => {
    properties.forEach((property, column) => {
      const value = known[property] ?? Number.NaN;
      if (required && !Number.isFinite(value)) {
        throw new VaeError("VAE_MISSING_LABEL", `${id} has no ${property}`, { id, row, property });
      }
      labels[row * properties.length + column] = value;
    });
  });
  return labels;
}
