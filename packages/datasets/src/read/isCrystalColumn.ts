import type { ReadOptions } from "../source/datasetSource.ts";
import { CIF_COLUMNS, ID_COLUMNS, STRUCTURE_COLUMNS } from "./columnRoles.ts";

const ARRAY_COLUMNS: ReadonlySet<string> = new Set([
  "angles",
  "atom_types",
  "atomic_numbers",
  "cart_coords",
  "cartesian",
  "cartesian_site_positions",
  "cell",
  "coords",
  "dimension_types",
  "elements",
  "frac_coords",
  "fractional_coordinates",
  "lattice",
  "lattice_mat",
  "lattice_matrix",
  "lattice_vectors",
  "lattices",
  "lengths",
  "nperiodic_dimensions",
  "numbers",
  "pbc",
  "pos",
  "positions",
  "scaled_positions",
  "sites",
  "species",
  "species_at_sites",
  "structure_features",
  "symbols",
]);

/**
 * Tells whether a column may hold the id or the crystal.
 *
 * @param name - of the column
 * @param options - which may name the columns
 * @returns whether a reader needs it to make a record at all
 */
export function isCrystalColumn(
  name: string,
  { idColumn, cifColumn }: Pick<ReadOptions, "idColumn" | "cifColumn">,
): boolean {
  const isId = idColumn === undefined ? ID_COLUMNS.includes(name) : name === idColumn;
  if (isId || name === cifColumn) return true;
  return (
    cifColumn === undefined &&
    (CIF_COLUMNS.includes(name) || STRUCTURE_COLUMNS.includes(name) || ARRAY_COLUMNS.has(name))
  );
}
