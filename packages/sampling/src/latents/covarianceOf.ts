import type { Latents } from "../designModel.ts";

/**
 * Σ (z - mean)(z - mean)ᵀ / count. Computed here rather than by ml-pca, which would first spread the
 * latents over an array of arrays of doubles and decompose all of them.
 */
export function covarianceOf(
  { data, shape }: Latents,
  mean: Float64Array,
): readonly Float64Array[] {
  const [count, size] = shape;
  const rows = Array.from({ length: size }, () => new Float64Array(size));
  const centred = new Float64Array(size);
  for (let i = 0; i < count; i++) {
    for (let j = 0; j < size; j++) centred[j] = (data[i * size + j] ?? 0) - (mean[j] ?? 0);
    for (const [j, row] of rows.entries()) {
      const factor = (centred[j] ?? 0) / count;
      for (let k = 0; k <= j; k++) row[k] = (row[k] ?? 0) + factor * (centred[k] ?? 0);
    }
  }
  for (const [j, row] of rows.entries()) {
    for (let k = j + 1; k < size; k++) row[k] = rows[k]?.[j] ?? 0;
  }
  return rows;
}
