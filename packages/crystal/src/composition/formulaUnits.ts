import type { Composition } from "./composition.ts";
import { reduceComposition } from "./reduceComposition.ts";

/**
 * How many reduced formulas a composition holds; for the composition of a cell, the Z of a CIF.
 *
 * @param composition - amounts by element symbol, as for {@link reducedFormula}
 * @returns the number Z with `composition = Z · reduced formula`; whole for an ordered crystal
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_FORMULA` when an amount is negative or not
 *   finite or all are zero, `CRYSTAL_UNKNOWN_ELEMENT` for an unknown symbol
 *
 * @remarks
 * A CIF may count in other units, as molecules: the Z of benzene crystals is 4, this function says 24.
 *
 * @example
 * ```ts
 * formulaUnits({ Na: 4, Cl: 4 }); // 4
 * ```
 */
export function formulaUnits(composition: Composition): number {
  return reduceComposition(composition).factor;
}
