import { multiplyRow } from "./multiplyRow.ts";
import type { Matrix3 } from "./matrix3.ts";

/** The matrix product `left · right`. */
export function multiplyMatrices(left: Matrix3, right: Matrix3): Matrix3 {
  return [multiplyRow(left[0], right), multiplyRow(left[1], right), multiplyRow(left[2], right)];
}
