import type { DatasetColumns } from "./datasetColumns.ts";

/** What writers of tables can be told. */
export interface WriteTableOptions {
  /**
   * All columns of the dataset, as {@link collectColumns} finds them. By default they are those of the first
   * `sampleRows` crystals; one that comes later and has another is then an error.
   */
  readonly columns?: DatasetColumns;
  /** Crystals that are looked at to find the columns; default 1000. They are held in memory. */
  readonly sampleRows?: number;
  /**
   * How crystals are written: `"cif"` (default) as a CIF in the column `cif`, or `"pymatgen"` as the JSON of
   * `Structure.as_dict()` in the column `structure`.
   */
  readonly crystals?: "cif" | "pymatgen";
  /** Stops writing; the iteration then throws the signal's reason. */
  readonly signal?: AbortSignal;
}
