import { HallReader } from "./hallReader.ts";
import type { SymmetryOperation } from "./symmetryOperation.ts";
import { toSymmetryOperation } from "./toSymmetryOperation.ts";
import { wrapUnits } from "./wrapUnits.ts";

/**
 * All operations of the space group that a Hall symbol describes.
 *
 * @param symbol - a Hall symbol such as `-F 4vw 2vw 3`, of a standard setting or any other; an origin
 *   shift in twelfths (`(0 0 1)`) or a change of coordinates (`(x-y,x+y,z)`) may follow
 * @returns the operations of one cell, centring translations included, the identity first;
 *   translations in `[0, 1)`, each the float64 nearest to its fraction
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_HALL_SYMBOL` and the column, when the text is
 *   no Hall symbol, or its rotations generate no finite group that keeps the lattice
 *
 * @remarks
 * Upper and lower case, spaces and underscores are alike, and `"` may be written `''` or `=`.
 * Computed in whole numbers, units of 1/144 of a lattice vector. In `(x-y,x+y,z)` the new coordinates
 * are written in terms of the old ones, `S' = V S V⁻¹`; where the new cell is larger, its
 * additional lattice translations are among the operations.
 *
 * @example
 * ```ts
 * parseHallSymbol("-P 2ybc").length; // 4: P 1 21/c 1
 * parseHallSymbol("-F 4 2 3").length; // 192: F m -3 m
 * ```
 *
 * @see S. R. Hall, Acta Cryst. A37, 517 (1981), https://doi.org/10.1107/S0567739481001228;
 * International Tables for Crystallography B (2001), appendix A1.4.2
 */
export function parseHallSymbol(symbol: string): readonly SymmetryOperation[] {
  const { operations, translations } = new HallReader(symbol).read();
  return translations.flatMap((translation) =>
    operations.map((operation) =>
      toSymmetryOperation(
        operation.map((value, index) =>
          index < 9 ? value : wrapUnits(value + (translation[index - 9] ?? 0)),
        ),
      ),
    ),
  );
}
