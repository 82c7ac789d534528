import type { AtomSymbol } from "./atomSymbol.ts";
import { dummyNames } from "./dummyNames.ts";
import { parseCharge } from "./parseCharge.ts";
import { symbolsByLowerCase } from "./symbolsByLowerCase.ts";

/**
 * Reads a type symbol such as `Na`, `FE`, `Na1+`, `O2-`, `Fe+3`, `D` or `13C`.
 *
 * @param text - the value of `_atom_site_type_symbol`
 * @returns the atom, or `undefined` when the text names no element
 * @internal
 */
export function parseTypeSymbol(text: string): AtomSymbol | undefined {
  if (known.has(text)) return known.get(text);
  const atom = read(text);
  if (known.size < mostKnown && text.length <= longestKnown) known.set(text, atom);
  return atom;
}

/** Symbols seen before: a collection of files has a few hundred, and invented ones must not fill memory. */
const known = new Map<string, AtomSymbol | undefined>();
const mostKnown = 2000;
const longestKnown = 12;

function read(text: string): AtomSymbol | undefined {
  const match = /^(\d{0,3})([A-Za-z]+)(.*)$/u.exec(text);
  if (match === null) return undefined;
  const [, mass = "", letters = "", rest = ""] = match;
  const lower = letters.toLowerCase();
  const element = symbolsByLowerCase.get(lower);
  if (element === undefined || (rest !== "" && !/^[-+\d.eE()*']*$/u.test(rest))) {
    return dummyNames.has(lower) ? { kind: "dummy" } : undefined;
  }
  const isotope = element === "H" ? ({ "2": "D", "3": "T" }[mass] ?? element) : element;
  const charge = parseCharge(rest);
  return charge === undefined
    ? { kind: "atom", element: isotope, certainty: "exact" }
    : { kind: "atom", element: isotope, charge, certainty: "exact" };
}
