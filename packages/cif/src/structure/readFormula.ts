import { symbolsByLowerCase } from "./symbolsByLowerCase.ts";

/**
 * Reads a formula sum such as `C12 H22 O11` or `Ag0.02Ge2`.
 *
 * @param text - the value of `_chemical_formula_sum`
 * @returns the amounts by element in the order of the text; `undefined` when it cannot be read
 * @internal
 */
export function readFormula(text: string): Map<string, number> | undefined {
  const amounts = new Map<string, number>();
  const pattern = /\s*([A-Z][a-z]?)(\d*\.?\d*)\s*/uy;
  let position = 0;
  while (position < text.length) {
    pattern.lastIndex = position;
    const match = pattern.exec(text);
    if (match === null) return undefined;
    const [whole, letters = "", count = ""] = match;
    const element = symbolsByLowerCase.get(letters.toLowerCase());
    const amount = count === "" ? 1 : Number(count);
    if (element === undefined || Number.isNaN(amount)) return undefined;
    amounts.set(element, (amounts.get(element) ?? 0) + amount);
    position += whole.length;
  }
  return amounts.size === 0 ? undefined : amounts;
}
