import type { Matrix3 } from "./matrix3.ts";
import type { Vector3 } from "./vector3.ts";

/** The row vector times the matrix, `row · matrix`. */
export function multiplyRow(row: Vector3, matrix: Matrix3): Vector3 {
  // Indices, here and in its neighbours: destructuring takes several times longer, and this is called often.
  const x = row[0];
  const y = row[1];
  const z = row[2];
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  // "+ 0" turns -0 into 0, which would otherwise show in comparisons and in text.
  return [
    x * a[0] + y * b[0] + z * c[0] + 0,
    x * a[1] + y * b[1] + z * c[1] + 0,
    x * a[2] + y * b[2] + z * c[2] + 0,
  ];
}
