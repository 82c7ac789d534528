/**
 * Standard deviation of every column of labels, over those that are known; at least 0.001.
 *
 * @param labels - `[crystals, width]` row-major; NaN where unknown
 * @param width - number of columns
 * @returns one number per column
 */
export function labelDeviations(labels: Float32Array, width: number): number[] {
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
