import { elementBySymbol } from "@ftcp/crystal";

/** How far a mass in u may be from that of a nuclide, as files round it. */
const massTolerance = 0.05;

const isotopes = ["D", "T"] as const;

/**
 * The isotope of hydrogen that a file means by hydrogen of a certain mass.
 *
 * @param element - element symbol
 * @param mass - mass in u, or undefined when the file gives none
 * @returns `"D"` or `"T"` for hydrogen of their mass; the element as it is otherwise
 * @internal
 */
export function isotopeOf(element: string, mass: number | undefined): string {
  if (element !== "H" || mass === undefined) return element;
  return (
    isotopes.find((isotope) => Math.abs(elementBySymbol(isotope).mass - mass) < massTolerance) ??
    element
  );
}

/**
 * The symbol for programs that know no isotopes.
 *
 * @param element - element symbol, `"D"` and `"T"` included
 * @returns `"H"` for an isotope of hydrogen; the symbol as it is otherwise
 * @internal
 */
export function chemicalSymbolOf(element: string): string {
  return element === "D" || element === "T" ? "H" : element;
}
