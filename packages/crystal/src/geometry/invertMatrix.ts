import { determinant } from "./determinant.ts";
import type { Matrix3 } from "./matrix3.ts";

/** The inverse of a matrix that is known not to be singular. */
export function invertMatrix(matrix: Matrix3): Matrix3 {
  const [a, b, c] = matrix;
  const d = determinant(matrix);
  return [
    [
      (b[1] * c[2] - b[2] * c[1]) / d + 0,
      (a[2] * c[1] - a[1] * c[2]) / d + 0,
      (a[1] * b[2] - a[2] * b[1]) / d + 0,
    ],
    [
      (b[2] * c[0] - b[0] * c[2]) / d + 0,
      (a[0] * c[2] - a[2] * c[0]) / d + 0,
      (a[2] * b[0] - a[0] * b[2]) / d + 0,
    ],
    [
      (b[0] * c[1] - b[1] * c[0]) / d + 0,
      (a[1] * c[0] - a[0] * c[1]) / d + 0,
      (a[0] * b[1] - a[1] * b[0]) / d + 0,
    ],
  ];
}
