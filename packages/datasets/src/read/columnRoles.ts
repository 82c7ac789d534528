/** Column names taken for the id, best first. */
export const ID_COLUMNS: readonly string[] = [
  "material_id",
  "id",
  "mp_id",
  "mpid",
  "mp-id",
  "task_id",
  "jid",
  "identifier",
  "entry_id",
  "structure_id",
  "immutable_id",
  "mat_id",
  "__index_level_0__",
  "ID",
];

/**
 * Column names taken for the CIF, best first: `cif` in the tables of CDVAE, MP-20 and the Materials
 * Project, `cif.conv` and `cif.prim` where both cells are given, the dotted ones in the Materials
 * Project's older API.
 */
export const CIF_COLUMNS: readonly string[] = [
  "cif",
  "cif.conv",
  "cif.prim",
  "cif.conventional_standard",
  "cifs.conventional_standard",
  "cifs.primitive",
  "cifs.refined",
  "cifs.computed",
  "cif_string",
  "cif_text",
  "CIF",
];

/**
 * Column names taken for the crystal in another form where there is no CIF, best first: `structure` of
 * matminer and the Materials Project, `atoms` of JARVIS.
 */
export const STRUCTURE_COLUMNS: readonly string[] = [
  "structure",
  "final_structure",
  "relaxed_structure",
  "initial_structure",
  "atoms",
  "poscar",
];

/** Columns that hold names even where they look like numbers (`split` 0, 1, 2; formula `1e5`). */
export const TEXT_COLUMNS: ReadonlySet<string> = new Set([
  ...ID_COLUMNS,
  "chemical_system",
  "chemsys",
  "elements",
  "fold",
  "formula",
  "formula_pretty",
  "full_formula",
  "name",
  "pretty_formula",
  "reduced_formula",
  "source",
  "spacegroup.symbol",
  "split",
]);
