import { CrystalError } from "../crystalError.ts";
import type { ChemicalElement } from "./chemicalElement.ts";
import { elements } from "./elements.ts";

/**
 * The element with an atomic number.
 *
 * @param number - atomic number Z, 1 to 103
 * @returns the element
 * @throws {@link CrystalError} with code `CRYSTAL_UNKNOWN_ELEMENT` for any other number
 *
 * @example
 * ```ts
 * elementByNumber(11).symbol; // "Na"
 * ```
 */
export function elementByNumber(number: number): ChemicalElement {
  const element = elements[number - 1];
  if (element === undefined) {
    throw new CrystalError(
      "CRYSTAL_UNKNOWN_ELEMENT",
      `${number} is not the atomic number of an element up to lawrencium (103).`,
      { element: number },
    );
  }
  return element;
}
