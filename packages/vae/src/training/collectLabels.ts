import type { LabelledRecord } from "../source/trainingSource.ts";
import { VaeError } from "../vaeError.ts";

/**
 * Collects the labels of crystals into a matrix.
 *
 * @param crystals - labelled crystals
 * @param properties - names, one per column
 * @param required - whether a missing label is an error
 * @returns `[crystals, properties]` row-major, physical units; NaN where unknown
 * @throws {@link VaeError} with code `VAE_MISSING_LABEL` when a required label is missing
 */
export function collectLabels(
  crystals: readonly LabelledRecord[],
  properties: readonly string[],
  required: boolean,
): Float64Array {
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
