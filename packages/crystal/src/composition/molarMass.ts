import { elementBySymbol } from "../element/elementBySymbol.ts";
import type { Composition } from "./composition.ts";

/**
 * The mass of a composition, `Σ amount · atomic mass`.
 *
 * @param composition - amounts by element symbol; empty ones weigh nothing
 * @returns mass in u, which is g/mol
 * @throws {@link CrystalError} with code `CRYSTAL_UNKNOWN_ELEMENT`
 *
 * @example
 * ```ts
 * molarMass({ H: 2, O: 1 }); // 18.015
 * ```
 */
export function molarMass(composition: Composition): number {
  let mass = 0;
  for (const [element, amount] of Object.entries(composition)) {
    mass += amount * elementBySymbol(element).mass;
  }
  return mass;
}
