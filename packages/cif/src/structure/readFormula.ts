import { symbolsByLowerCase } from "./symbolsByLowerCase.ts";

/** Deeper brackets than any formula has. */
const maxDepth = 16;

/**
 * Reads a formula sum such as `C12 H22 O11`, `Ag0.02Ge2` or `(Fe6.1 Mg.9) Si8 (O H)2`.
 *
 * @param text - the value of `_chemical_formula_sum`
 * @returns the amounts by element in the order of the text; `undefined` when it cannot be read
 * @internal
 */
export function readFormula(text: string): Map<string, number> | undefined {
  const token = /\s*(?:([A-Z][a-z]?)(\d*\.?\d*)|([([])|[)\]](\d*\.?\d*))\s*/uy;
  const levels: Map<string, number>[] = [new Map<string, number>()];
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return undefined;
    const [, letters, count = "", opening, factor = ""] = match;
    if (opening !== undefined) {
      levels.push(new Map<string, number>());
      if (levels.length > maxDepth) return undefined;
      continue;
    }
    const inner =
      letters === undefined
        ? levels.pop()
        : new Map([[symbolsByLowerCase.get(letters.toLowerCase()), 1]]);
    const target = levels.at(-1);
    const written = letters === undefined ? factor : count;
    const amount = written === "" ? 1 : Number(written);
    if (inner === undefined || target === undefined || Number.isNaN(amount)) return undefined;
    for (const [element, share] of inner) {
      if (element === undefined) return undefined;
      target.set(element, (target.get(element) ?? 0) + amount * share);
    }
  }
  const [amounts] = levels;
  return levels.length !== 1 || amounts === undefined || amounts.size === 0 ? undefined : amounts;
}
