import type { Matrix3 } from "./matrix3.ts";

/** The determinant, `a · (b × c)` of the rows. */
export function determinant(matrix: Matrix3): number {
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  return (
    a[0] * (b[1] * c[2] - b[2] * c[1]) +
    a[1] * (b[2] * c[0] - b[0] * c[2]) +
    a[2] * (b[0] * c[1] - b[1] * c[0])
  );
}
