import { CrystalError } from "../crystalError.ts";
import { determinant } from "../geometry/determinant.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";

/** Throws unless the rotation part is whole with determinant 1 or -1 and the translation finite. */
export function checkOperation({ rotation, translation }: SymmetryOperation): void {
  const isWhole = rotation.every((row) => row.every((entry) => Number.isInteger(entry)));
  if (isWhole && Math.abs(determinant(rotation)) === 1 && translation.every(Number.isFinite))
    return;
  throw new CrystalError(
    "CRYSTAL_INVALID_OPERATION",
    "The rotation part must be whole numbers with determinant 1 or -1, the translation finite; " +
      `not ${rotation.flat().join(" ")} | ${translation.join(" ")}.`,
  );
}
