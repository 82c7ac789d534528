import { parseFormula } from "@ftcp/crystal";
import type { DesignOptions } from "./designOptions.ts";
import { satisfiesComposition } from "./satisfiesComposition.ts";

/**
 * Whether a known crystal is like the designs that are asked for, as far as its formula tells: its elements, how many they
 * are, and whether some number of formula units has as many sites as are asked for.
 *
 * @param formula - reduced formula of the crystal
 * @param request - what is asked for; what is absent is not asked for
 * @returns whether a search had better start from it
 *
 * @example
 * ```ts
 * fitsRequest("NaCl", { composition: { required: ["Na"] }, siteCount: { min: 1, max: 4 } }); // true
 * fitsRequest("NaCl", { elementCount: { min: 3, max: 3 } }); // false
 * ```
 */
export function fitsRequest(
  formula: string,
  {
    composition = {},
    elementCount,
    siteCount,
  }: Pick<DesignOptions, "composition" | "elementCount" | "siteCount">,
): boolean {
  const amounts = parseFormula(formula);
  const elements = Object.keys(amounts);
  const atoms = Object.values(amounts).reduce((sum, amount) => sum + amount, 0);
  return (
    satisfiesComposition(elements, composition) &&
    (elementCount === undefined ||
      (elementCount.min <= elements.length && elements.length <= elementCount.max)) &&
    (siteCount === undefined ||
      Math.max(1, Math.ceil(siteCount.min / atoms)) * atoms <= siteCount.max)
  );
}
