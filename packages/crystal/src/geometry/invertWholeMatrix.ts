import { determinant } from "./determinant.ts";
import type { Matrix3 } from "./matrix3.ts";

/** The inverse of a matrix of whole numbers with determinant 1 or -1, exact. */
export function invertWholeMatrix(matrix: Matrix3): Matrix3 {
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  const sign = determinant(matrix);
  return [
    [
      sign * (b[1] * c[2] - b[2] * c[1]) + 0,
      sign * (a[2] * c[1] - a[1] * c[2]) + 0,
      sign * (a[1] * b[2] - a[2] * b[1]) + 0,
    ],
    [
      sign * (b[2] * c[0] - b[0] * c[2]) + 0,
      sign * (a[0] * c[2] - a[2] * c[0]) + 0,
      sign * (a[2] * b[0] - a[0] * b[2]) + 0,
    ],
    [
      sign * (b[0] * c[1] - b[1] * c[0]) + 0,
      sign * (a[1] * c[0] - a[0] * c[1]) + 0,
      sign * (a[0] * b[1] - a[1] * b[0]) + 0,
    ],
  ];
}
