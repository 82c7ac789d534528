import type { ChemicalElement } from "./chemicalElement.ts";

/** Deuterium and tritium, which crystallographic files name as if they were elements. */
export const hydrogenIsotopes: readonly ChemicalElement[] = [
  // Isotope masses: CIAAW, atomic masses of the nuclides (2021).
  isotope("D", "Deuterium", 2.0141017781),
  isotope("T", "Tritium", 3.0160492779),
];

function isotope(symbol: string, name: string, mass: number): ChemicalElement {
  return Object.freeze({
    number: 1,
    symbol,
    name,
    mass,
    electronegativity: 2.2,
    covalentRadius: 0.31,
    group: 1,
    period: 1,
    block: "s",
  });
}
