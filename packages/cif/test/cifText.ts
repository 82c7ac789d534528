/** Parts of a small CIF; what is not given has a harmless default. */
export interface CifTextParts {
  /** Lines for cell, formula and so on, instead of a cubic cell of 4 Å. */
  readonly head?: string;
  /** The symmetry part; the identity listed by default. */
  readonly symmetry?: string;
  /** The atom loop's columns. */
  readonly columns?: readonly string[];
  /** The atom loop's rows. */
  readonly atoms: string;
}

/** A cubic cell, a = 4 Å. */
export const cubicCell = `_cell_length_a 4.0(1)
_cell_length_b 4.0(1)
_cell_length_c 4.0(1)
_cell_angle_alpha 90
_cell_angle_beta 90
_cell_angle_gamma 90`;

/** A hexagonal cell, a = 4 Å, c = 6 Å. */
export const hexagonalCell: string = cubicCell
  .replace("gamma 90", "gamma 120")
  .replace("c 4.0", "c 6.0");

const usualColumns = ["label", "type_symbol", "fract_x", "fract_y", "fract_z", "occupancy"];

/** A small CIF for tests. */
export function cifText({ head, symmetry, columns, atoms }: CifTextParts): string {
  return `data_test
${head ?? cubicCell}
${symmetry ?? "loop_\n_symmetry_equiv_pos_as_xyz\n'x,y,z'"}
loop_
${(columns ?? usualColumns).map((column) => `_atom_site_${column}`).join("\n")}
${atoms}
`;
}
