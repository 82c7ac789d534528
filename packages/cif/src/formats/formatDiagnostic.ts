/**
 * Codes of remarks that are never thrown: the crystal was read or written, but a reader should know.
 *
 * - `FORMAT_ELEMENTS_FROM_COMMENT`: a POSCAR of VASP 4; its comment line names the elements
 * - `FORMAT_ELEMENT_SPELLING`: an element symbol in unusual case, such as `NA`
 * - `FORMAT_COORDINATES_ASSUMED_DIRECT`: a POSCAR that names no kind of coordinates
 * - `FORMAT_VELOCITIES_IGNORED`: what follows the positions of a POSCAR was not read
 * - `FORMAT_PROPERTIES_IGNORED`: the text says more about the sites than a structure holds
 * - `FORMAT_ATOMS_IGNORED`: atoms without positions, such as attached hydrogen, are left out
 * - `FORMAT_CHARGE_IGNORED`: the text gives the charge of the whole cell
 * - `FORMAT_NUMBER_IGNORED`: `NaN` or an infinity, which are no JSON, read as null
 * - `FORMAT_LATTICE_CONTRADICTION`: lengths and angles are not those of the vectors; the vectors count
 * - `FORMAT_LABELS_LEFT_OUT`, `FORMAT_CHARGES_LEFT_OUT`: the format written cannot hold them
 */
export type FormatNoticeCode =
  | "FORMAT_ELEMENTS_FROM_COMMENT"
  | "FORMAT_ELEMENT_SPELLING"
  | "FORMAT_COORDINATES_ASSUMED_DIRECT"
  | "FORMAT_VELOCITIES_IGNORED"
  | "FORMAT_PROPERTIES_IGNORED"
  | "FORMAT_ATOMS_IGNORED"
  | "FORMAT_CHARGE_IGNORED"
  | "FORMAT_NUMBER_IGNORED"
  | "FORMAT_LATTICE_CONTRADICTION"
  | "FORMAT_LABELS_LEFT_OUT"
  | "FORMAT_CHARGES_LEFT_OUT";

/** A remark on a text in a format beside CIF, with its place; plain data. */
export interface FormatDiagnostic {
  /** `warning`: a repair, or a contradiction. `info`: a default, or something that was left out. */
  readonly severity: "warning" | "info";
  /** What was found; stable across versions, unlike the message. */
  readonly code: FormatNoticeCode;
  /** One sentence for a reader, without the place. */
  readonly message: string;
  /** Line, counted from 1; 1 for what was left out in writing. */
  readonly line: number;
  /** Column, counted from 1 in UTF-16 code units; 1 for what was left out in writing. */
  readonly column: number;
}
