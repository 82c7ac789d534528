import { invertWholeMatrix } from "../geometry/invertWholeMatrix.ts";
import { applyOperation } from "./applyOperation.ts";
import { checkOperation } from "./checkOperation.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/**
 * The inverse of an operation, `(R⁻¹, -R⁻¹ t)`.
 *
 * @param operation - the symmetry operation
 * @returns its inverse; the translation is not reduced to the cell
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_OPERATION` when the rotation part is not
 *   whole numbers with determinant 1 or -1
 *
 * @example
 * ```ts
 * const [, screw] = parseHallSymbol("P 41"); // -y, x, z+1/4
 * if (screw) invertOperation(screw).translation; // [0, 0, -0.25]
 * ```
 */
export function invertOperation(operation: SymmetryOperation): SymmetryOperation {
  checkOperation(operation);
  const rotation = invertWholeMatrix(operation.rotation);
  const [x, y, z] = applyOperation({ rotation, translation: [0, 0, 0] }, operation.translation);
  return { rotation, translation: [0 - x, 0 - y, 0 - z] };
}
