import type { LossWeights } from "../losses/lossWeights.ts";

/**
 * Unit of every column of scaled labels, by which errors are divided: the standard deviation over those
 * that are known, at least 0.001, or the range from the smallest to the largest.
 *
 * @param labels - `[crystals, width]` row-major, as `PropertyScaler` scales them; NaN where unknown
 * @param width - number of columns
 * @param unit - which
 * @returns one number per column
 */
export function labelDeviations(
  labels: Float32Array,
  width: number,
  unit: LossWeights["labels"] = "deviations",
): number[] {
  if (unit === "range") return Array<number>(width).fill(0.9); // from 0.05 to 0.95
  return Array.from({ length: width }, (_, column) => {
    const known: number[] = [];
    for (let i = column; i < labels.length; i += width) {
      const value = labels[i] as number;
      if (!Number.isNaN(value)) known.push(value);
    }
    const mean = known.reduce((sum, value) => sum + value, 0) / known.length;
    const variance = known.reduce((sum, value) => sum + (value - mean) ** 2, 0) / known.length;
    return Math.max(Math.sqrt(variance), 1e-3);
  });
}
