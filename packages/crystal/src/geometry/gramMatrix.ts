import { dotProduct } from "./dotProduct.ts";
import type { Matrix3 } from "./matrix3.ts";

/** The scalar products of the rows with each other. */
export function gramMatrix(matrix: Matrix3): Matrix3 {
  const a = matrix[0];
  const b = matrix[1];
  const c = matrix[2];
  const ab = dotProduct(a, b);
  const ac = dotProduct(a, c);
  const bc = dotProduct(b, c);
  return [
    [dotProduct(a, a), ab, ac],
    [ab, dotProduct(b, b), bc],
    [ac, bc, dotProduct(c, c)],
  ];
}
