import type { AtomSymbol } from "./atomSymbol.ts";
import { dummyNames } from "./dummyNames.ts";
import { parseCharge } from "./parseCharge.ts";
import { symbolsByLowerCase } from "./symbolsByLowerCase.ts";

/**
 * Reads the element out of a site label such as `Na1`, `CA1`, `OW1` or `Cl(1)`.
 *
 * @param label - the value of `_atom_site_label`, or a type symbol that names no element
 * @param formula - the elements of the chemical formula, empty when not known
 * @returns the atom, or `undefined` when the label names no element
 *
 * @remarks
 * The leading letters are read. Two of them that are a symbol as it is written (`Na`) are that element,
 * one that is followed by something else (`C1`) is that one. The formula decides where it holds one of
 * the two readings and not the other: `CA1` is carbon in `C H`, `Ho1` is hydrogen (of an O atom) where
 * there is no holmium. Without its help `CA1` is calcium, with certainty `"guessed"`. `Wat1`, `WatX2`, `Wa1`
 * and, in a formula with oxygen but without tungsten, `W1` are water molecules, written as their oxygen
 * atom.
 *
 * @internal
 */
export function parseSiteLabel(
  label: string,
  formula: ReadonlySet<string>,
): AtomSymbol | undefined {
  const match = /^([^A-Za-z]{0,3})([A-Za-z]+)/u.exec(label);
  const letters = match?.[2] ?? "";
  if (letters === "") return undefined;
  const isPlain = match?.[1] === "";
  const lower = letters.toLowerCase();
  if (dummyNames.has(lower)) return { kind: "dummy" };
  if (isWater(lower, formula)) {
    return { kind: "atom", element: "O", certainty: "guessed", hydrogens: 2 };
  }
  const two = letters.length > 1 ? symbolsByLowerCase.get(lower.slice(0, 2)) : undefined;
  const one = symbolsByLowerCase.get(lower.slice(0, 1));
  const charge = parseCharge(/^[A-Za-z]+((?:\d+(?:\.\d+)?)?[+-])/u.exec(label)?.[1] ?? "");
  const atom = (element: string, certainty: "exact" | "guessed"): AtomSymbol => {
    const sure = isPlain ? certainty : "guessed";
    return charge === undefined
      ? { kind: "atom", element, certainty: sure }
      : { kind: "atom", element, charge, certainty: sure };
  };
  if (two !== undefined) {
    const isCapital = letters.charAt(1) !== lower.charAt(1);
    const hasTwo = holds(formula, two);
    const hasOne = one !== undefined && holds(formula, one);
    if (hasOne && !hasTwo) return atom(one, isCapital ? "exact" : "guessed");
    if (hasTwo && !hasOne) return atom(two, "exact");
    return atom(two, one !== undefined && isCapital ? "guessed" : "exact");
  }
  if (one === undefined) return undefined;
  // In OH, OH2 and NH3 the hydrogen atoms are implied.
  const implied = /^[CNO]H(\d?)$/u.exec(label);
  if (implied !== null) {
    const hydrogens = implied[1] === "" ? 1 : Number(implied[1]);
    return { kind: "atom", element: one, certainty: "guessed", hydrogens };
  }
  return atom(one, letters.length === 1 ? "exact" : "guessed");
}

function isWater(lower: string, formula: ReadonlySet<string>): boolean {
  if (formula.has("W")) return false;
  return lower.startsWith("wa") || (lower.startsWith("w") && formula.has("O"));
}

/** Whether the formula holds an element; D and T may stand in it as H. */
function holds(formula: ReadonlySet<string>, element: string): boolean {
  return formula.has(element) || ((element === "D" || element === "T") && formula.has("H"));
}
