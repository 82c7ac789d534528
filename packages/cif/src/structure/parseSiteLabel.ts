import type { AtomSymbol } from "./atomSymbol.ts";
import { dummyNames } from "./dummyNames.ts";
import { parseCharge } from "./parseCharge.ts";
import { symbolsByLowerCase } from "./symbolsByLowerCase.ts";

/**
 * Reads the element out of a site label such as `Na1`, `CA1`, `OW1` or `Cl(1)`.
 *
 * @param label - the value of `_atom_site_label`, or a type symbol that names no element
 * @param formula - the elements of the chemical formula, empty when not known; it decides whether
 * `CA1` is calcium or carbon
 * @returns the atom, or `undefined` when the label names no element
 * @internal
 */
export function parseSiteLabel(
  label: string,
  formula: ReadonlySet<string>,
): AtomSymbol | undefined {
  const letters = /^[A-Za-z]+/u.exec(label)?.[0] ?? "";
  if (letters === "") return undefined;
  const lower = letters.toLowerCase();
  if (dummyNames.has(lower)) return { kind: "dummy" };
  // Mineralogists write a water molecule as Wat or Wa: the oxygen stands for all three atoms.
  if ((lower === "wat" || lower === "wa") && !formula.has("W")) {
    return { kind: "atom", element: "O", certainty: "hydrogen" };
  }
  const two = letters.length > 1 ? symbolsByLowerCase.get(lower.slice(0, 2)) : undefined;
  const one = symbolsByLowerCase.get(lower.slice(0, 1));
  const isCapital = letters.length > 1 && letters.charAt(1) !== lower.charAt(1);
  const charge = parseCharge(/^[A-Za-z]+((?:\d+(?:\.\d+)?)?[+-])/u.exec(label)?.[1] ?? "");
  const atom = (element: string, certainty: "exact" | "guessed" | "hydrogen"): AtomSymbol =>
    charge === undefined
      ? { kind: "atom", element, certainty }
      : { kind: "atom", element, charge, certainty };
  if (two !== undefined && one !== undefined && isCapital) {
    const hasTwo = formula.has(two);
    const hasOne = formula.has(one);
    if (hasTwo !== hasOne) return atom(hasTwo ? two : one, "exact");
    return atom(two, "guessed");
  }
  if (two !== undefined) {
    // A lower-case second letter belongs to the symbol, unless only the formula's reading differs.
    if (one !== undefined && formula.size > 0 && !formula.has(two) && formula.has(one)) {
      return atom(one, "guessed");
    }
    return atom(two, "exact");
  }
  if (one === undefined) return undefined;
  // In OH, OH2 and NH3 the hydrogen atoms are implied.
  if (/^[CNO]H\d?$/u.test(label)) return atom(one, "hydrogen");
  return atom(one, letters.length === 1 ? "exact" : "guessed");
}
