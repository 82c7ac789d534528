/** One chemical element (or deuterium or tritium) with its tabulated properties. */
export interface ChemicalElement {
  /** Atomic number Z, 1 to 103. */
  readonly number: number;
  /** Symbol, as `"Na"`. */
  readonly symbol: string;
  /** English name by IUPAC. */
  readonly name: string;
  /** Standard atomic weight in u (g/mol); of a long-lived isotope where there is no standard. */
  readonly mass: number;
  /** Electronegativity on Pauling's scale; undefined for He, Ne and Ar. */
  readonly electronegativity: number | undefined;
  /** Covalent radius in Å by Cordero (2008); undefined beyond curium. */
  readonly covalentRadius: number | undefined;
  /** Group 1 to 18 of the periodic table; the f block is counted as group 3. */
  readonly group: number;
  /** Period (row) 1 to 7 of the periodic table. */
  readonly period: number;
  /** Block of the periodic table. */
  readonly block: "s" | "p" | "d" | "f";
}
