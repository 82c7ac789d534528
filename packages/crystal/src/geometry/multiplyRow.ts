import type { Matrix3 } from "./matrix3.ts";
import type { Vector3 } from "./vector3.ts";

/** The row vector times the matrix, `row · matrix`. */
export function multiplyRow(row: Vector3, matrix: Matrix3): Vector3 {
  const [x, y, z] = row;
  const [a, b, c] = matrix;
  // "+ 0" turns -0 into 0, which would otherwise show in comparisons and in text.
  return [
    x * a[0] + y * b[0] + z * c[0] + 0,
    x * a[1] + y * b[1] + z * c[1] + 0,
    x * a[2] + y * b[2] + z * c[2] + 0,
  ];
}
