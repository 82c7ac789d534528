import { translationUnit } from "./exactOperation.ts";
import type { ExactOperation } from "./exactOperation.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/** An exact operation as numbers; 1/3 becomes the float64 nearest to it. */
export function toSymmetryOperation(operation: ExactOperation): SymmetryOperation {
  const at = (index: number): number => operation[index] ?? NaN;
  return {
    rotation: [
      [at(0), at(1), at(2)],
      [at(3), at(4), at(5)],
      [at(6), at(7), at(8)],
    ],
    translation: [at(9) / translationUnit, at(10) / translationUnit, at(11) / translationUnit],
  };
}
