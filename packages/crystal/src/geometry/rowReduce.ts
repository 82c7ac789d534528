import type { Matrix3 } from "./matrix3.ts";
import type { Vector3 } from "./vector3.ts";

const zero: Vector3 = [0, 0, 0];

/**
 * Three rows that span the same whole vectors as the given ones, upper triangular (a Hermite normal
 * form, signs and the part above the diagonal left as they come).
 */
export function rowReduce(rows: readonly Vector3[]): Matrix3 {
  let rest = rows;
  const pivots: Vector3[] = [];
  for (const column of [0, 1, 2] as const) {
    for (;;) {
      const active = rest.filter((row) => row[column] !== 0);
      const pivot = active.reduce<Vector3 | undefined>(
        (best, row) =>
          best === undefined || Math.abs(row[column]) < Math.abs(best[column]) ? row : best,
        undefined,
      );
      if (pivot === undefined) break;
      if (active.length === 1) {
        pivots.push(pivot);
        rest = rest.filter((row) => row !== pivot);
        break;
      }
      rest = rest.map((row) => {
        if (row === pivot) return row;
        const times = Math.trunc(row[column] / pivot[column]);
        return [row[0] - times * pivot[0], row[1] - times * pivot[1], row[2] - times * pivot[2]];
      });
    }
  }
  const [a = zero, b = zero, c = zero] = pivots;
  return [a, b, c];
}
