import { CrystalError } from "../crystalError.ts";
import { elementBySymbol } from "../element/elementBySymbol.ts";
import type { Composition } from "./composition.ts";
import { formatAmount } from "./formatAmount.ts";

/** More decimals than occupancies in files have. */
const decimals = 8;

/**
 * The formula in Hill's order: carbon first, then hydrogen, then the others by alphabet; without carbon
 * all by alphabet.
 *
 * @param composition - amounts by element symbol, at least one of them positive; zeros are left out
 * @returns as `"C6 H12 O6"`, separated by spaces as CIF's `_chemical_formula_sum` wants it; not reduced;
 *   the number 1 is not written, others have up to eight decimals
 * @throws {@link CrystalError} with code `CRYSTAL_INVALID_FORMULA` when an amount is negative or not
 *   finite or all are zero, `CRYSTAL_UNKNOWN_ELEMENT` for an unknown symbol
 *
 * @remarks
 * Deuterium and tritium stand by alphabet as D and T, as in pymatgen. An amount that is rounded to nothing
 * is left out.
 *
 * @example
 * ```ts
 * hillFormula({ O: 6, H: 12, C: 6 }); // "C6 H12 O6"
 * hillFormula({ Na: 4, Cl: 4 }); // "Cl4 Na4"
 * ```
 *
 * @see E. A. Hill, J. Am. Chem. Soc. 22, 478 (1900), https://doi.org/10.1021/ja02046a005
 */
export function hillFormula(composition: Composition): string {
  const entries = Object.entries(composition).filter(([, amount]) => amount !== 0);
  for (const [element] of entries) elementBySymbol(element);
  const written = entries.map(([element, amount]) => ({
    element,
    text: `${element}${formatAmount(amount, decimals)}`,
    isValid: amount > 0 && amount < Infinity,
    isNothing: amount < 0.5 * 10 ** -decimals,
  }));
  const kept = written.filter(({ isNothing }) => !isNothing);
  if (kept.length === 0 || !written.every(({ isValid }) => isValid)) {
    throw new CrystalError(
      "CRYSTAL_INVALID_FORMULA",
      "A composition needs amounts that are positive and finite.",
      { formula: entries.map(([element, amount]) => `${element}${amount}`).join("") },
    );
  }
  const hasCarbon = kept.some(({ element }) => element === "C");
  const rank = (element: string): string => {
    if (hasCarbon && element === "C") return "0";
    return hasCarbon && element === "H" ? "1" : element;
  };
  return kept
    .sort((left, right) => (rank(left.element) < rank(right.element) ? -1 : 1))
    .map(({ text }) => text)
    .join(" ");
}
