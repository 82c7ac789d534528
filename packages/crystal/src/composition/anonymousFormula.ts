import type { Composition } from "./composition.ts";
import { formatAmount } from "./formatAmount.ts";
import { reduceComposition } from "./reduceComposition.ts";

/**
 * The formula without the names of the elements: reduced amounts in ascending order, with letters from A.
 *
 * @param composition - amounts by element symbol, as for {@link reducedFormula}
 * @returns as `"AB2C4"` for every spinel; from the 27th element on the letters are Aa, Ab and so on
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_FORMULA` when an amount is negative or not
 *   finite or all are zero, `CRYSTAL_UNKNOWN_ELEMENT` for an unknown symbol
 *
 * @remarks
 * Equal to pymatgen's `anonymized_formula` for whole amounts. Fractional amounts are made whole first, as
 * in {@link reducedFormula}, where pymatgen leaves them as they are. Deuterium counts as an element.
 *
 * @example
 * ```ts
 * anonymousFormula({ Ca: 4, Ti: 4, O: 12 }); // "ABC3"
 * anonymousFormula({ Al: 2, O: 3 }) === anonymousFormula({ Fe: 3, As: 2 }); // true
 * ```
 */
export function anonymousFormula(composition: Composition): string {
  return [...reduceComposition(composition).amounts]
    .sort((left, right) => left - right)
    .map((amount, index) => `${letter(index)}${formatAmount(amount, 4)}`)
    .join("");
}

function letter(index: number): string {
  if (index < 26) return String.fromCharCode(65 + index);
  return `${letter(Math.floor(index / 26) - 1)}${String.fromCharCode(97 + (index % 26))}`;
}
