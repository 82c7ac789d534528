import { compareElements } from "../element/compareElements.ts";
import type { Composition } from "./composition.ts";
import { formatAmount } from "./formatAmount.ts";
import { reduceComposition } from "./reduceComposition.ts";

/**
 * The one formula of a composition ratio: whole numbers without a common divisor.
 *
 * @param composition - amounts by element symbol, at least one of them positive; zeros are left out,
 *   and so are traces below 1e-8 of the largest amount
 * @returns as `"SiO2"`: elements by ascending Pauling electronegativity, those without one last, ties
 *   by symbol; the number 1 is not written
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_FORMULA` when an amount is negative or not
 *   finite or all are zero, `CRYSTAL_UNKNOWN_ELEMENT` for an unknown symbol
 *
 * @remarks
 * The same ratio always gives the same text, which makes it a grouping key. So, unlike pymatgen's
 * formula, elemental gases stay single (`"O"`, not `"O2"`) and groups are not put in brackets.
 * Fractional amounts are multiplied up to whole numbers where a multiplier up to 1000 of the smallest
 * amount's unit does it; otherwise they are given relative to the smallest, with four decimals.
 *
 * @example
 * ```ts
 * reducedFormula({ O: 4, Si: 2 }); // "SiO2"
 * reducedFormula({ Na: 0.5, K: 0.5, Cl: 1 }); // "KNaCl2"
 * ```
 */
export function reducedFormula(composition: Composition): string {
  const { elements, amounts } = reduceComposition(composition);
  return elements
    .map((element, index) => ({ element, amount: amounts[index] ?? 0 }))
    .sort((left, right) => compareElements(left.element, right.element))
    .map(({ element, amount }) => `${element}${formatAmount(amount, 4)}`)
    .join("");
}
