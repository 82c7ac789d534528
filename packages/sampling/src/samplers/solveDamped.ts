/**
 * The step `Jᵀ (J Jᵀ + λ)⁻¹ r` that is to take residuals r away (Levenberg and Marquardt, of least norm):
 * the small system of one equation per target is solved by Gauss's elimination with pivoting.
 *
 * @param rows - J, one row per target, float64 `[size]` each
 * @param residuals - r, one per target
 * @param damping - λ, above 0, so that parallel rows are no trouble
 */
export function solveDamped(
  rows: readonly Float64Array[],
  residuals: readonly number[],
  damping: number,
): Float64Array {
  const count = rows.length;
  const system = rows.map((row, i) => [
    ...rows.map((other, j) => dot(row, other) + (i === j ? damping : 0)),
    residuals[i] ?? 0,
  ]);
  const at = (i: number, j: number): number => system[i]?.[j] ?? 0;
  for (let column = 0; column < count; column++) {
    let pivot = column;
    for (let i = column + 1; i < count; i++) {
      if (Math.abs(at(i, column)) > Math.abs(at(pivot, column))) pivot = i;
    }
    [system[column], system[pivot]] = [system[pivot] ?? [], system[column] ?? []];
    for (let i = 0; i < count; i++) {
      if (i === column) continue;
      const factor = at(i, column) / at(column, column);
      system[i] = (system[i] ?? []).map((value, j) => value - factor * at(column, j));
    }
  }
  const step = new Float64Array(rows[0]?.length ?? 0);
  for (const [i, row] of rows.entries()) {
    const weight = at(i, count) / at(i, i);
    for (let k = 0; k < step.length; k++) step[k] = (step[k] ?? 0) + weight * (row[k] ?? 0);
  }
  return step;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] ?? 0) * (b[i] ?? 0);
  return sum;
}
