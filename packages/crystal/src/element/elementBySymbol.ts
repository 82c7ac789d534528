import { CrystalError } from "../crystalError.ts";
import type { ChemicalElement } from "./chemicalElement.ts";
import { elements } from "./elements.ts";
import { hydrogenIsotopes } from "./hydrogenIsotopes.ts";

const bySymbol: ReadonlyMap<string, ChemicalElement> = new Map(
  [...elements, ...hydrogenIsotopes].map((element) => [element.symbol, element]),
);

/**
 * The element with a symbol.
 *
 * @param symbol - as `"Na"`; upper and lower case matter; `"D"` and `"T"` are hydrogen with the mass
 *   of deuterium and tritium
 * @returns the element
 * @throws {@link CrystalError} with code `CRYSTAL_UNKNOWN_ELEMENT` when no element up to lawrencium
 *   has this symbol
 *
 * @example
 * ```ts
 * elementBySymbol("Na").number; // 11
 * ```
 */
export function elementBySymbol(symbol: string): ChemicalElement {
  const element = bySymbol.get(symbol);
  if (element === undefined) {
    throw new CrystalError(
      "CRYSTAL_UNKNOWN_ELEMENT",
      `"${symbol}" is not the symbol of an element up to lawrencium.`,
      { element: symbol },
    );
  }
  return element;
}
