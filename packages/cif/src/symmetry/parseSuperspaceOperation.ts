import type { SymmetryOperation } from "@ftcp/crystal";

import { CifError } from "../cifError.ts";
import { parseSymmetryOperation } from "./parseSymmetryOperation.ts";

/**
 * Reads an operator of a superspace group, such as `-x1,x2,-x3+1/2,-x4`, as it acts on positions.
 *
 * @param text - four to six components joined by commas, for magnetic groups with time reversal
 * @returns the operation on the three coordinates of the average structure
 * @throws {@link CifError} with code `CIF_INVALID_OPERATOR`
 *
 * @remarks
 * In a superspace group the first three components never depend on the internal coordinates, so they are
 * a space-group operation of the average structure.
 *
 * @internal
 */
export function parseSuperspaceOperation(text: string): SymmetryOperation {
  const [x = "", y = "", z = "", ...internal] = text.slice(0, 400).split(",");
  const external = [x, y, z].join(",");
  if (internal.length === 0 || /x\s*[4-9]|[tuv]/iu.test(external)) {
    throw new CifError(
      "CIF_INVALID_OPERATOR",
      `"${text.slice(0, 60)}" is no operator of a superspace group`,
    );
  }
  return parseSymmetryOperation(
    external.replaceAll(/x\s*([123])/giu, (_, axis: string) => "xyz".charAt(Number(axis) - 1)),
  );
}
