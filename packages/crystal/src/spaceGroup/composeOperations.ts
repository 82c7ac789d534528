import { multiplyMatrices } from "../geometry/multiplyMatrices.ts";
import { applyOperation } from "./applyOperation.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/**
 * Two operations one after the other, `x' = left(right(x))`.
 *
 * @param left - the operation that acts second
 * @param right - the operation that acts first
 * @returns the operation `(R S, R s + r)`; its translation is not reduced to the cell
 *
 * @example
 * ```ts
 * const [, screw] = parseHallSymbol("P 2yb"); // -x, y+1/2, -z
 * if (screw) composeOperations(screw, screw).translation; // [0, 1, 0]
 * ```
 */
export function composeOperations(
  left: SymmetryOperation,
  right: SymmetryOperation,
): SymmetryOperation {
  return {
    rotation: multiplyMatrices(left.rotation, right.rotation),
    translation: applyOperation(left, right.translation),
  };
}
